// One request of the core as the HTTP requests that it takes, and its one answer.
//
// Most operations are one request. `UpdateRefs` and `EditPull` need a global id first; a PR's
// history, a list of refs and a search come in pages; a file over 1 MB has to be asked for again;
// a file that is not UTF-8 is stored as a blob first. Pure: the caller sends `pending()` and gives
// its answer to `take()` until a response comes of it. A refusal of any of the requests is the
// answer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/github.h"
#include "effects/https/decode.h"
#include "effects/https/encode.h"
#include "effects/https/http.h"

namespace regent::https {

// GitHub's global ids, as far as they are known.
struct NodeIds {
  std::string repository;                           // empty: not known
  std::map<github::PullNumber, std::string> pulls;  // a few, of those that were seen last
};

class Exchange {
 public:
  // What it learns is kept in `ids`. `repository`, `request` and `ids` must outlive the exchange.
  Exchange(const RepositoryName& repository, const github::Request& request, NodeIds& ids);

  [[nodiscard]] const HttpRequest& pending() const { return pending_; }

  // nullopt: `pending()` is another request. Malformed: the answer is not to be believed, and what
  // a write did is not known.
  [[nodiscard]] Decoded<std::optional<github::Response>> take(const HttpAnswer& answer);

 private:
  enum class Stage : std::uint8_t {
    whole,         // the only request, or the first
    repository,    // GET /repos/{owner}/{repo}, for its id
    pull_id,       // EditPull, the id of the pull request
    older_edits,   // ObservePull and its like, the history's further pages
    raw_contents,  // GetContents, a large file
    more_refs,     // ListMatchingRefs, further pages
    found_pull,    // SearchPulls, one of what was found
    blob,          // CreateTree, a file that is not UTF-8
  };
  using Taken = Decoded<std::optional<github::Payload>>;

  Taken proceed(const HttpAnswer& answer);
  Taken take_first(const HttpAnswer& answer);
  Taken take_pull_views(Decoded<PullViewsPart> part);
  Taken take_older_edits(const HttpAnswer& answer);
  Taken take_contents(const HttpAnswer& answer);
  Taken take_refs(const HttpAnswer& answer);
  Taken take_found_pull(const HttpAnswer& answer);
  Taken take_blob(const HttpAnswer& answer);
  Taken next_edits();
  std::string known_id() const;
  Taken next_found_pull();
  void next_blob();

  const RepositoryName& repository_;
  const github::Request& request_;
  NodeIds& ids_;
  Stage stage_ = Stage::whole;
  HttpRequest pending_;
  std::uint32_t pages_ = 1;

  // What earlier answers said, by the operation.
  PullViewsPart views_;
  std::size_t view_ = 0;  // the one whose history is being read
  Sha blob_;
  github::Refs refs_;
  std::vector<github::PullNumber> found_;
  github::Pulls pulls_;
  std::vector<TreeEntry> entries_;
};

}  // namespace regent::https
