// The durable state of a server: what it began with, and everything that changed it since.
//
// One JSON object a line. The first says how the server was set up and what was in it, each other
// one is a thing that happened. Replaying them through a Site, which is deterministic, gives the
// state. Each line ends with a sum of itself; a last line without its line break was being written
// when the server died, was never answered, and does not count.
//
// The file holds the requests as they came, with their credentials: it is readable by its owner
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/time.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/digest.h"
#include "fakes/github/server/world.h"
#include "fakes/github/settings.h"
#include "fakes/github/site/exchange.h"
#include "fakes/github/site/site.h"

namespace regent::fake::server {

inline constexpr std::string_view state_schema = "regent.fake-github.state/1";

// The first line.
struct StateHeader {
  site::Options options;
  World world;
};

// A request that changed something, and when and how it was handled.
struct RequestRecord {
  site::HttpRequest request;
  Circumstances circumstances;  // `now`, `staleness`, `twin`, `failure`; the rest at its default
  Digest after;                 // Site::digest()
};
// GitHub's background work was done.
struct BackgroundRecord {
  Time at{};
  Digest after;
};
// A webhook was sent, or given up.
struct DeliveredRecord {
  std::uint64_t id = 0;
  int status = 0;
  Duration took{0};
};
// From here on clients reach the server at another address.
struct UrlRecord {
  std::string url;
};
// From here on the server's own webhooks go to another address.
struct HookRecord {
  std::string url;
};
using Record =
    std::variant<RequestRecord, BackgroundRecord, DeliveredRecord, UrlRecord, HookRecord>;

// One line each, with its sum and line break.
[[nodiscard]] std::string header_line(const StateHeader& header);
[[nodiscard]] std::string record_line(const Record& record);

struct StateFileError {
  std::size_t line = 0;  // from 1; 0: the file as a whole
  std::string reason;    // a lower-case clause
};

struct StateFile {
  StateHeader header;
  std::vector<Record> records;
  std::size_t good_bytes = 0;  // where a torn last line begins, or the end
};

// Takes the text of a state file apart. An empty text is an error: it has no header.
[[nodiscard]] std::expected<StateFile, StateFileError> parse_state(std::string_view text);

// Whether a text is meant as a state file: it begins as one does, however short it is.
[[nodiscard]] bool looks_like_state(std::string_view text);

}  // namespace regent::fake::server
