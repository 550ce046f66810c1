// What goes wrong on purpose: rules that are matched against requests and webhooks.
//
// Values; deterministic: which calls a rule hits depends on the rule, on how many calls it has
// matched before, and on the seed. docs/fake-github.md describes the files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/site/exchange.h"

namespace regent::fake::server {

// What befalls an answer on its way to the client; the later ones hide the earlier ones.
enum class Loss : std::uint8_t {
  none,
  truncated,  // the request took effect, and half of the answer arrives
  answer,     // the connection closes, and the request took effect
  request,    // the connection closes, and nothing has happened
};
[[nodiscard]] std::string_view to_string(Loss loss);

// Which of the calls that it matches a rule hits; the conditions that are set must all hold.
struct Selection {
  std::uint64_t nth = 0;     // this one only, from 1; 0: any
  std::uint64_t every = 0;   // each of which the number is a multiple of this; 0: any
  std::uint64_t times = 0;   // the first so many hits; 0: no end
  double probability = 1.0;  // 0 to 1, drawn from the seed
};

struct FaultRule {
  enum class Kind : std::uint8_t { request, webhook, background };
  Kind kind = Kind::request;
  // `*`, `POST /repos/{owner}/{repo}/pulls`, `graphql updateRefs`; for a webhook its event or `*`.
  std::string subject;
  Selection selection;

  // Requests:
  std::optional<site::HttpResponse> answer;  // instead of the site's; no effect
  std::optional<Failure> failure;
  Duration hold{0};  // before the request takes effect
  Duration delay{
      0};  // after it took effect, before it is answered; of a webhook: before it is sent
  Loss loss = Loss::none;
  Duration staleness{0};
  bool twin = false;

  // Webhooks:
  bool twice = false;
  bool drop = false;
  bool reorder = false;  // sent after the next one

  std::uint64_t matched = 0;  // calls so far
  std::uint64_t hits = 0;
};

// What the rules let happen to one request, all taken together.
struct RequestFaults {
  std::optional<site::HttpResponse> answer;
  std::optional<Failure> failure;
  Duration hold{0};
  Duration delay{0};
  Loss loss = Loss::none;
  Duration staleness{0};
  bool twin = false;
  std::vector<std::string> names;  // of the faults, for the journal
};

struct WebhookFaults {
  Duration delay{0};
  bool twice = false;
  bool drop = false;
  bool reorder = false;
  std::vector<std::string> names;
};

// What rules see of a request.
struct Call {
  std::string_view method;
  std::string_view target;  // with its query; `/api/v3` in front does not count
  // The words of a GraphQL document and its operation's name; empty for REST.
  std::string_view graphql;
};

class FaultRules {
 public:
  explicit FaultRules(std::uint64_t seed = 1) : seed_(seed) {}

  // Rules that are added have names of their own: `fault 1` and so on.
  void add(std::vector<FaultRule> rules);
  void clear() { rules_.clear(); }
  [[nodiscard]] bool empty() const { return rules_.empty(); }

  // Counts the call, and says what happens to it.
  [[nodiscard]] RequestFaults meet(const Call& call);
  [[nodiscard]] WebhookFaults meet_webhook(std::string_view event);
  // How much later than usual the background work is done.
  [[nodiscard]] Duration meet_background();

  // `{"faults": [{"route": …, "matched": 3, "hits": 1, …}]}`.
  [[nodiscard]] std::string json() const;

 private:
  // Counts a call that matched; true when the rule hits it.
  [[nodiscard]] bool hits(std::size_t index);

  std::uint64_t seed_;
  std::vector<FaultRule> rules_;
};

// Whether a route such as `GET /repos/{owner}/{repo}/git/ref/{ref}` is the call's. `{…}` stands for
// one segment of the path; `{ref}`, `{path}` and `{basehead}` for all that is left.
[[nodiscard]] bool is_route_of(std::string_view route, const Call& call);

struct FaultFileError {
  std::size_t line = 0;  // from 1; 0: the text as a whole
  std::size_t column = 0;
  std::string reason;  // a lower-case clause that begins with the key it is about
};
// `faults.yaml:3:5: failure: …`; without a line `faults.yaml: …`.
[[nodiscard]] std::string to_string(const FaultFileError& error, std::string_view file);

// Reads YAML or JSON: a list of rules, or a mapping with the one key `faults` that holds one.
[[nodiscard]] std::expected<std::vector<FaultRule>, FaultFileError> parse_faults(
    std::string_view text);

}  // namespace regent::fake::server
