// HTTP answers as the core's typed answers.
//
// Pure. An answer is believed only when it is what GitHub sends: the right content type, whole
// JSON, every field that is read present and of its type. Anything else (a proxy's page, a body cut
// short) is `Malformed`: as if no answer had come, because nothing in it can be relied on.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/github.h"
#include "effects/https/http.h"

namespace regent::https {

// Why an answer cannot be believed: a clause for people, without a byte of the body.
struct Malformed {
  std::string reason;
};

template <typename T>
using Decoded = std::expected<T, Malformed>;

// The headers that decide something (core/github.h). `retry-after` may be seconds or a date. The
// limit of a search is another one than the core's budget and is left out.
[[nodiscard]] github::Headers decode_headers(const HttpAnswer& answer);

// The refusal in `answer`; nullopt: it is none. Of 5xx and 429, which also come from what stands
// before GitHub, the status alone counts; any other refusal must be GitHub's own JSON.
[[nodiscard]] Decoded<std::optional<github::ApiError>> decode_refusal(const HttpAnswer& answer,
                                                                      Api api);

// What an answer to `request` that is no refusal holds. GraphQL's are below.
[[nodiscard]] Decoded<github::Payload> decode_rest(const github::Request& request,
                                                   const HttpAnswer& answer);

// A `Link` header names a next page.
[[nodiscard]] std::optional<std::string> next_page(const HttpAnswer& answer);

struct RepositoryFacts {
  std::string node_id;
  std::string default_branch;
};
[[nodiscard]] Decoded<RepositoryFacts> decode_repository(const HttpAnswer& answer);

// A file that is too large for JSON (over 1 MB) comes without its text: `text` is nullopt.
struct ContentsPart {
  std::optional<std::string> text;
  Sha blob;
};
// nullopt: it is a directory, a link or a submodule.
[[nodiscard]] Decoded<std::optional<ContentsPart>> decode_contents(const HttpAnswer& answer);

[[nodiscard]] Decoded<std::vector<github::PullNumber>> decode_search(const HttpAnswer& answer);

struct ObservationPart {
  github::Observation observation;
  std::string node_id;
};
[[nodiscard]] Decoded<ObservationPart> decode_observation(const HttpAnswer& answer);

// nullopt: the commit is not visible.
[[nodiscard]] Decoded<std::optional<github::FileView>> decode_file_view(const HttpAnswer& answer);

// PRs, each with one page of its edits: one of `ObservePull` and `EditPull`, any number of
// `ObservePulls`.
struct PullViewsPart {
  struct Entry {
    github::Pull pull;
    std::vector<github::BodyEdit> edits;  // newest first
    std::string older;                    // cursor of the next page; empty: there is none
    bool by_viewer = false;               // who sends this opened it
    std::string node_id;
  };
  std::vector<Entry> pulls;  // newest first
  std::optional<Sha> ledger;
  std::optional<Sha> base;
  std::optional<github::FileView> file;
};
[[nodiscard]] Decoded<PullViewsPart> decode_pull_view(const HttpAnswer& answer);
[[nodiscard]] Decoded<PullViewsPart> decode_pull_views(const HttpAnswer& answer);
[[nodiscard]] Decoded<PullViewsPart> decode_edited_pull(const HttpAnswer& answer);

[[nodiscard]] Decoded<std::string> decode_pull_id(const HttpAnswer& answer);

struct EditsPart {
  std::vector<github::BodyEdit> edits;  // newest first
  std::string older;
};
[[nodiscard]] Decoded<EditsPart> decode_edits(const HttpAnswer& answer);

}  // namespace regent::https
