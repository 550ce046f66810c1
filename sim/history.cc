// Real release histories: NDJSON in, workload out.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/semver.h"
#include "sim/workload.h"

namespace regent::sim {
namespace {

using Json = nlohmann::json;

// `2017-11-15T14:31:01-08:00`, or with `Z`.
std::optional<Time> parse_date(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t digits) -> int {
    int value = 0;
    if (at + digits > text.size()) return -1;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + digits, value);
    return error == std::errc{} && end == text.data() + at + digits ? value : -1;
  };
  using namespace std::chrono;
  const year_month_day day{year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  const int hour = number(11, 2);
  const int minute = number(14, 2);
  const int second = number(17, 2);
  if (!day.ok() || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  auto local = sys_days(day) + hours(hour) + minutes(minute) + seconds(second);
  if (text.size() == 25 && (text[19] == '+' || text[19] == '-')) {
    const auto offset = hours(number(20, 2)) + minutes(number(23, 2));
    local += text[19] == '-' ? offset : -offset;
  }
  return Time(local);
}

std::string version_of(const Json& tags) {
  for (const auto& tag : tags) {
    const auto& name = tag.get_ref<const std::string&>();
    if (name.starts_with('v') && Version::parse(std::string_view(name).substr(1)))
      return name.substr(1);
  }
  return {};
}

std::string repository_of(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  const auto dash = stem.find('-');
  if (dash == std::string::npos) return "octo/" + stem;
  return stem.substr(0, dash) + "/" + stem.substr(dash + 1);
}

std::expected<Merge, std::string> parse_line(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return std::unexpected("not a JSON object in UTF-8");
  for (const char* key : {"sha", "date", "message"})
    if (!json.contains(key) || !json[key].is_string())
      return std::unexpected(std::string("\"") + key + "\" is missing or not a text");
  Merge merge;
  merge.source = json["sha"].get<std::string>();
  merge.message = json["message"].get<std::string>();
  const auto date = parse_date(json["date"].get_ref<const std::string&>());
  if (!date) return std::unexpected("\"date\" is not an ISO 8601 time");
  if (!Sha::parse(merge.source)) return std::unexpected("\"sha\" is not a commit id");
  merge.date = *date;
  if (json.contains("tags")) {
    const Json& tags = json["tags"];
    if (!tags.is_array() ||
        !std::ranges::all_of(tags, [](const Json& tag) { return tag.is_string(); }))
      return std::unexpected("\"tags\" is not a list of texts");
    merge.expected_version = version_of(tags);
    merge.release = !merge.expected_version.empty();
  }
  return merge;
}

}  // namespace

std::size_t Workload::releases_expected() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      merges, [](const Merge& merge) { return !merge.expected_version.empty(); }));
}

std::expected<Workload, HistoryError> load_history(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::unexpected(HistoryError{0, "cannot be read"});
  Workload workload;
  workload.repository = repository_of(file);
  workload.real = true;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    auto merge = parse_line(line);
    if (!merge) return std::unexpected(HistoryError{number, std::move(merge.error())});
    if (!workload.tag.empty()) {
      workload.merges.push_back(std::move(*merge));
      continue;
    }
    workload.tag = merge->expected_version;
    workload.before.push_back(std::move(*merge));
  }
  if (in.bad()) return std::unexpected(HistoryError{0, "cannot be read to its end"});
  if (workload.before.empty()) return std::unexpected(HistoryError{0, "holds no commit"});
  if (workload.tag.empty()) workload.merges.swap(workload.before);
  return workload;
}

}  // namespace regent::sim
