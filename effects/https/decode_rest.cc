// REST's answers. Sources: docs.github.com/rest, API version 2022-11-28.
#include <nlohmann/json.hpp>
#include <utility>

#include "effects/https/base64.h"
#include "effects/https/json_answer.h"

namespace regent::https {
namespace {

using github::Payload;

github::Signature signature(const JsonNode& node) {
  return {node["name"].text(), node["email"].text(), node["date"].time()};
}

github::Ref ref(const JsonNode& node) { return {node["ref"].text(), node["object"]["sha"].sha()}; }

// A branch of another repository may have the name of one of ours; it is told apart by its owner,
// which no branch name of ours can hold because of the colon.
std::string head_of(const JsonNode& node) {
  const JsonNode head = node["head"];
  const JsonNode repository = head["repo"];
  const bool own =
      !repository.is_null() && repository["id"].number() == node["base"]["repo"]["id"].number();
  if (own) return head["ref"].text();
  const std::string owner = head["user"].is_null() ? "unknown" : head["user"]["login"].text();
  return owner + ':' + head["ref"].text();
}

github::Pull pull(const JsonNode& node) {
  github::Pull pull;
  pull.number = github::PullNumber{node["number"].small_number()};
  const std::string state = node["state"].text();
  if (state != "open" && state != "closed") node["state"].refuse("is neither open nor closed");
  pull.state = state == "open" ? github::PullState::open : github::PullState::closed;
  // Lists have no `merged`; `merged_at` is in both.
  pull.merged = !node["merged_at"].is_null();
  pull.title = node["title"].text();
  pull.body = node["body"].text_or_empty();
  pull.head = head_of(node);
  pull.head_sha = node["head"]["sha"].sha();
  pull.base = node["base"]["ref"].text();
  // Of a PR that is not merged it names a commit that GitHub made to try the merge.
  if (pull.merged) pull.merge_commit_sha = node["merge_commit_sha"].sha_or_null();
  for (const JsonNode& label : node["labels"].items()) pull.labels.push_back(label["name"].text());
  pull.created_at = node["created_at"].time();
  return pull;
}

github::CommitSummary summary(const JsonNode& node) {
  return {node["sha"].sha(), node["commit"]["message"].text()};
}

std::vector<github::CommitSummary> summaries(const JsonNode& list) {
  std::vector<github::CommitSummary> commits;
  for (const JsonNode& commit : list.items()) commits.push_back(summary(commit));
  return commits;
}

github::Comparison comparison(const JsonNode& root) {
  using enum github::CompareStatus;
  github::Comparison comparison;
  const std::string status = root["status"].text();
  if (status == "ahead") {
    comparison.status = ahead;
  } else if (status == "behind") {
    comparison.status = behind;
  } else if (status == "diverged") {
    comparison.status = diverged;
  } else if (status != "identical") {
    root["status"].refuse("is none of GitHub's");
  }
  comparison.total_commits = root["total_commits"].small_number();
  comparison.commits = summaries(root["commits"]);
  return comparison;
}

// Reads the body of an answer by the type of its request.
class Reader {
 public:
  Reader(const JsonNode& root, const HttpAnswer& answer)
      : root_(root), more_(next_page(answer).has_value()) {}

  Payload operator()(const github::GetRef&) const { return ref(root_); }
  Payload operator()(const github::CreateRef&) const { return ref(root_); }
  Payload operator()(const github::UpdateRef&) const { return ref(root_); }
  Payload operator()(const github::ListMatchingRefs&) const {
    github::Refs refs;
    for (const JsonNode& node : root_.items()) refs.refs.push_back(ref(node));
    return refs;
  }
  Payload operator()(const github::GetCommit&) const {
    github::Commit commit{
        root_["sha"].sha(),      root_["tree"]["sha"].sha(), {},
        root_["message"].text(), signature(root_["author"]), signature(root_["committer"])};
    for (const JsonNode& parent : root_["parents"].items())
      commit.parents.push_back(parent["sha"].sha());
    return commit;
  }
  Payload operator()(const github::CompareCommits&) const { return comparison(root_); }
  Payload operator()(const github::ListCommits&) const {
    return github::Commits{summaries(root_), more_};
  }
  Payload operator()(const github::ListPulls&) const {
    github::Pulls pulls;
    for (const JsonNode& node : root_.items()) pulls.pulls.push_back(pull(node));
    pulls.more = more_;
    return pulls;
  }
  Payload operator()(const github::GetPull&) const { return pull(root_); }
  Payload operator()(const github::CreatePull&) const { return pull(root_); }
  Payload operator()(const github::UpdatePull&) const { return pull(root_); }
  Payload operator()(const github::CreateTree&) const {
    return github::ObjectId{root_["sha"].sha()};
  }
  Payload operator()(const github::CreateCommit&) const {
    return github::ObjectId{root_["sha"].sha()};
  }
  Payload operator()(const github::MergePull&) const {
    return github::ObjectId{root_["sha"].sha()};
  }
  Payload operator()(const github::AddLabels&) const {
    static_cast<void>(root_.items());
    return github::Done{};
  }
  Payload operator()(const github::GetReleaseByTag&) const { return release(); }
  Payload operator()(const github::CreateRelease&) const { return release(); }
  // The rest is not REST, or has no body, or takes more than one answer.
  template <typename Other>
  Payload operator()(const Other&) const {
    root_.refuse("is not an answer to this request");
    return github::Done{};
  }

 private:
  Payload release() const {
    return github::Release{root_["id"].number(),          root_["tag_name"].text(),
                           root_["name"].text_or_empty(), root_["body"].text_or_empty(),
                           root_["draft"].flag(),         root_["prerelease"].flag()};
  }

  const JsonNode& root_;
  bool more_;
};

}  // namespace

Decoded<Payload> decode_rest(const github::Request& request, const HttpAnswer& answer) {
  if (std::holds_alternative<github::DeleteRef>(request)) return github::Done{};
  return decode_with(
      answer, [&](const JsonNode& root) { return std::visit(Reader(root, answer), request); });
}

Decoded<RepositoryFacts> decode_repository(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    return RepositoryFacts{root["node_id"].text(), root["default_branch"].text()};
  });
}

Decoded<std::optional<ContentsPart>> decode_contents(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) -> std::optional<ContentsPart> {
    if (root.is_array() || root["type"].text() != "file") return std::nullopt;
    ContentsPart part{std::nullopt, root["sha"].sha()};
    const std::string encoding = root["encoding"].text();
    if (encoding == "none") return part;
    if (encoding != "base64") root["encoding"].refuse("is neither base64 nor none");
    part.text = decode_base64(root["content"].text());
    if (!part.text) root["content"].refuse("is not base64");
    return part;
  });
}

Decoded<std::vector<github::PullNumber>> decode_search(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    std::vector<github::PullNumber> numbers;
    for (const JsonNode& item : root["items"].items())
      numbers.push_back(github::PullNumber{item["number"].small_number()});
    return numbers;
  });
}

}  // namespace regent::https
