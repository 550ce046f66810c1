// The answers to the documents in documents.h.
#include <nlohmann/json.hpp>
#include <utility>

#include "effects/https/json_answer.h"

namespace regent::https {
namespace {

github::Ref ref(const JsonNode& node, const JsonNode& target) {
  return {node["prefix"].text() + node["name"].text(), target["oid"].sha()};
}

// What an annotated tag stands for, however it was tagged again.
JsonNode peeled(JsonNode target) {
  while (!target["target"].is_null()) target = target["target"];
  return target;
}

// GitHub calls an app `name` as an editor and `name[bot]` as the viewer; no person's login holds
// brackets.
std::string login(const JsonNode& actor) {
  std::string login = actor["login"].text();
  if (actor["__typename"].text() == "Bot" && !login.ends_with("[bot]")) login += "[bot]";
  return login;
}

EditsPart edits(const JsonNode& connection, const std::string& viewer) {
  EditsPart part;
  for (const JsonNode& node : connection["nodes"].items()) {
    if (node["diff"].is_null()) continue;    // a person removed this version from the history
    const JsonNode editor = node["editor"];  // null: the account is no more
    const bool by_us = !editor.is_null() && login(editor) == viewer;
    part.edits.push_back({node["editedAt"].time(), by_us, node["diff"].text()});
  }
  const JsonNode page = connection["pageInfo"];
  if (page["hasNextPage"].flag()) part.older = page["endCursor"].text();
  return part;
}

std::string head_of(const JsonNode& node) {
  std::string name = node["headRefName"].text();
  if (!node["isCrossRepository"].flag()) return name;
  const JsonNode owner = node["headRepositoryOwner"];
  return (owner.is_null() ? "unknown" : owner["login"].text()) + ':' + name;
}

github::Pull pull(const JsonNode& node) {
  github::Pull pull;
  pull.number = github::PullNumber{node["number"].small_number()};
  const std::string state = node["state"].text();
  if (state != "OPEN" && state != "CLOSED" && state != "MERGED")
    node["state"].refuse("is none of GitHub's");
  pull.state = state == "OPEN" ? github::PullState::open : github::PullState::closed;
  pull.merged = state == "MERGED";
  pull.title = node["title"].text();
  pull.body = node["body"].text();
  pull.head = head_of(node);
  pull.head_sha = node["headRefOid"].sha();
  pull.base = node["baseRefName"].text();
  if (pull.merged && !node["mergeCommit"].is_null())
    pull.merge_commit_sha = node["mergeCommit"]["oid"].sha();
  if (!node["labels"].is_null())
    for (const JsonNode& label : node["labels"]["nodes"].items())
      pull.labels.push_back(label["name"].text());
  pull.created_at = node["createdAt"].time();
  return pull;
}

PullViewsPart::Entry entry(const JsonNode& node, const std::string& viewer) {
  EditsPart page = edits(node["userContentEdits"], viewer);
  return {pull(node), std::move(page.edits), std::move(page.older), node["viewerDidAuthor"].flag(),
          node["id"].text()};
}

// nullopt: the commit is not visible, or was not asked for. A text is believed when it has the size
// of the file: it was not cut, and it is UTF-8.
std::optional<github::FileView> file(const JsonNode& commit) {
  if (commit.is_null()) return std::nullopt;
  if (commit["file"].is_null()) return github::FileView{};
  const JsonNode blob = commit["file"]["object"];
  github::FileView view{true, std::nullopt};
  if (blob.is_null() || blob["text"].is_null() || blob["isTruncated"].flag()) return view;
  std::string text = blob["text"].text();
  if (text.size() == blob["byteSize"].number())
    view.contents = github::FileContents{std::move(text), blob["oid"].sha()};
  return view;
}

// What stands beside the PRs.
PullViewsPart surroundings(const JsonNode& repository) {
  PullViewsPart part;
  if (const JsonNode ledger = repository["ledger"]; !ledger.is_null())
    part.ledger = ledger["oid"].sha();
  if (const JsonNode base = repository["base"]; !base.is_null())
    part.base = base["target"]["oid"].sha();
  part.file = file(repository["commit"]);
  return part;
}

}  // namespace

Decoded<ObservationPart> decode_observation(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    const JsonNode repository = root["data"]["repository"];
    ObservationPart part;
    part.node_id = repository["id"].text();
    github::Observation& seen = part.observation;
    if (const JsonNode ledger = repository["ledger"]; !ledger.is_null())
      seen.ledger = {ledger["oid"].sha(), ledger["message"].text_or_empty()};
    if (const JsonNode base = repository["base"]; !base.is_null()) {
      const JsonNode head = base["target"];
      seen.base = {head["oid"].sha(), head["tree"]["oid"].sha(), head["committedDate"].time()};
    }
    for (const JsonNode& node : repository["heads"]["nodes"].items())
      seen.heads.push_back(ref(node, node["target"]));
    for (const JsonNode& node : repository["tags"]["nodes"].items())
      seen.tags.push_back(ref(node, peeled(node["target"])));
    for (const JsonNode& node : repository["releases"]["nodes"].items())
      if (!node["isDraft"].flag()) seen.released_tags.push_back(node["tagName"].text());
    return part;
  });
}

Decoded<std::optional<github::FileView>> decode_file_view(const HttpAnswer& answer) {
  return decode_with(
      answer, [](const JsonNode& root) { return file(root["data"]["repository"]["commit"]); });
}

Decoded<PullViewsPart> decode_pull_view(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    const std::string viewer = root["data"]["viewer"]["login"].text();
    const JsonNode repository = root["data"]["repository"];
    PullViewsPart part = surroundings(repository);
    part.pulls.push_back(entry(repository["pullRequest"], viewer));
    return part;
  });
}

Decoded<PullViewsPart> decode_pull_views(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    const std::string viewer = root["data"]["viewer"]["login"].text();
    const JsonNode repository = root["data"]["repository"];
    PullViewsPart part = surroundings(repository);
    for (const JsonNode& node : repository["pullRequests"]["nodes"].items())
      part.pulls.push_back(entry(node, viewer));
    return part;
  });
}

Decoded<PullViewsPart> decode_edited_pull(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    const JsonNode edited = root["data"]["updatePullRequest"];
    const JsonNode pull = edited["pullRequest"];
    PullViewsPart part = surroundings(pull["repository"]);
    part.pulls.push_back(entry(pull, login(edited["actor"])));
    return part;
  });
}

Decoded<std::string> decode_pull_id(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    return root["data"]["repository"]["pullRequest"]["id"].text();
  });
}

Decoded<EditsPart> decode_edits(const HttpAnswer& answer) {
  return decode_with(answer, [](const JsonNode& root) {
    return edits(root["data"]["repository"]["pullRequest"]["userContentEdits"],
                 root["data"]["viewer"]["login"].text());
  });
}

}  // namespace regent::https
