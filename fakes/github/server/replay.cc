#include "fakes/github/server/replay.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace regent::fake::server {
namespace {

class Replay {
 public:
  explicit Replay(const StateHeader& header)
      : replayed_{
            .site = site::Site(header.options, make_github(header.world, header.options.settings)),
            .unsent = {}} {}

  // False: the state is not what it was.
  bool apply(const RequestRecord& record) {
    passed(record.circumstances.now);
    static_cast<void>(replayed_.site.handle(record.request, record.circumstances));
    return is_as_it_was(record.after);
  }
  bool apply(const BackgroundRecord& record) {
    passed(record.at);
    replayed_.site.run_background(record.at);
    return is_as_it_was(record.after);
  }
  bool apply(const DeliveredRecord& record) {
    std::erase_if(replayed_.unsent, [&](const auto& one) { return one.id == record.id; });
    replayed_.site.note_delivered(record.id, record.status, record.took);
    return true;
  }
  bool apply(const UrlRecord& record) {
    replayed_.site.set_url(record.url);
    return true;
  }
  bool apply(const HookRecord& record) {
    replayed_.site.set_hook_url(record.url);
    return true;
  }

  Replayed take() { return std::move(replayed_); }

 private:
  void passed(Time at) { replayed_.last = std::max(replayed_.last, at); }
  bool is_as_it_was(const Digest& after) {
    const bool is_same = replayed_.site.digest() == after;
    std::ranges::move(replayed_.site.take_deliveries(), std::back_inserter(replayed_.unsent));
    return is_same;
  }

  Replayed replayed_;
};

}  // namespace

std::expected<Replayed, StateFileError> replay(const StateFile& file) {
  Replay replay(file.header);
  for (std::size_t i = 0; i < file.records.size(); ++i) {
    const bool is_same =
        std::visit([&](const auto& record) { return replay.apply(record); }, file.records[i]);
    if (!is_same)
      return std::unexpected(StateFileError{
          i + 2, "leads to another state than it did; was the file written by another version?"});
  }
  return replay.take();
}

}  // namespace regent::fake::server
