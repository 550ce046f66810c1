// Pull requests.
#include <algorithm>
#include <expected>
#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/github/digest.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr std::uint64_t content_seed = 66;
constexpr std::size_t version_digits = 32;

// The version's ETag, continued by a digest of what is shown: that changes without the pull
// request, for example when its base moves and it conflicts. It is of one token, as any ETag.
std::string etag_of(const std::string& version, const Viewer& viewer, std::string_view body) {
  const std::string shown = viewer.token + '\n' + std::string(body);
  return version.substr(0, version.size() - 1) + to_hex(digest_of(shown, content_seed)) + '"';
}

// The version's ETag in one of these.
std::string version_in(std::string_view etag) {
  const std::size_t end = etag.find('"') + 1 + version_digits;
  return end < etag.size() ? std::string(etag.substr(0, end)) + '"' : std::string(etag);
}

HttpResponse pull_reply(const Call& call, const github::Response& response) {
  const auto* pull = response.as<github::Pull>();
  if (pull == nullptr) return refusal(call, response);
  HttpResponse reply = json_reply(call.present().pull(*pull, Form::full), response.status);
  reply.headers.push_back({"ETag", etag_of(response.headers.etag, call.viewer, reply.body)});
  return reply;
}

std::optional<github::PullFilter> filter_of(std::string_view state) {
  if (state == "open") return github::PullFilter::open;
  if (state == "closed") return github::PullFilter::closed;
  if (state == "all") return github::PullFilter::all;
  return std::nullopt;
}

void sort_pulls(const Call& call, std::vector<github::Pull>& pulls) {
  const std::string_view by = call.target.query("sort").value_or("created");
  const bool ascending =
      call.target.query("direction").value_or(by == "created" ? "desc" : "asc") == "asc";
  if (by == "updated") {
    const auto updated = [&](const github::Pull& pull) {
      return std::pair(std::max(pull.created_at, call.desk->dates(pull.number).updated_at),
                       pull.number);
    };
    std::ranges::sort(pulls, std::ranges::greater{}, updated);
  }
  if (ascending) std::ranges::reverse(pulls);
}

}  // namespace

std::expected<std::vector<github::Pull>, github::Response> all_pulls(const Call& call,
                                                                     github::ListPulls request) {
  std::vector<github::Pull> out;
  for (request.page = 1;; ++request.page) {
    const github::Response response = call.send(request);
    const auto* pulls = response.as<github::Pulls>();
    if (pulls == nullptr) return std::unexpected(response);
    out.insert(out.end(), pulls->pulls.begin(), pulls->pulls.end());
    if (!pulls->more) return out;
  }
}

github::Response read_pull(const Call& call, std::uint32_t number) {
  return call.send(github::GetPull{github::PullNumber{number}});
}

HttpResponse list_pulls(Call& call) {
  github::ListPulls request;
  const auto filter = filter_of(call.target.query("state").value_or("open"));
  if (!filter) return invalid(call, "PullRequest", "state", "invalid");
  request.state = *filter;
  // A bare branch name is silently ignored (facts, pull requests).
  const std::string head(call.target.query("head").value_or(""));
  if (const auto colon = head.find(':'); colon != std::string::npos) {
    if (head.substr(0, colon) != call.repository->owner())
      return Paging(call).reply(call, Json::array());
    request.head = head.substr(colon + 1);
  }
  request.base = call.target.query("base").value_or("");
  auto pulls = all_pulls(call, request);
  if (!pulls) return refusal(call, pulls.error());
  sort_pulls(call, *pulls);
  const Paging paging(call);
  const Presenter present = call.present();
  Json out = Json::array();
  for (std::size_t i = paging.first(); i < std::min(pulls->size(), paging.first() + paging.size());
       ++i)
    out.push_back(present.pull((*pulls)[i], Form::brief));
  return paging.reply(call, out, pulls->size());
}

HttpResponse create_pull(Call& call) {
  Fields fields(call);
  github::CreatePull request;
  request.head = fields.required_text("head");
  request.base = fields.required_text("base");
  request.title = fields.text("title").value_or("");
  request.body = fields.text("body").value_or("");
  if (auto refused = fields.refusal()) return *std::move(refused);
  return pull_reply(call, call.send(request));
}

HttpResponse get_pull(Call& call) { return pull_reply(call, read_pull(call, call.number(0))); }

HttpResponse update_pull(Call& call) {
  Fields fields(call);
  github::UpdatePull request{.number = github::PullNumber{call.number(0)}};
  request.title = fields.text("title");
  request.body = fields.text("body");
  request.base = fields.text("base");
  const auto state = fields.text("state");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (state && *state != "open" && *state != "closed")
    return invalid(call, "PullRequest", "state", "invalid");
  if (state) request.state = *state == "open" ? github::PullState::open : github::PullState::closed;
  if (const auto etag = find_header(call.http.headers, "If-Match"); !etag.empty())
    request.if_match = version_in(etag);
  return pull_reply(call, call.send(request));
}

HttpResponse merge_pull(Call& call) {
  Fields fields(call);
  Merge request{.number = github::PullNumber{call.number(0)}};
  request.sha = fields.sha("sha");
  request.title = fields.text("commit_title");
  request.message = fields.text("commit_message");
  const std::string method = fields.text("merge_method").value_or("merge");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (method == "squash") {
    request.method = MergeMethod::squash;
  } else if (method == "rebase") {
    request.method = MergeMethod::rebase;
  } else if (method != "merge") {
    return refusal(call, 422,
                   "Invalid request.\n\n" + method +
                       " is not a member of [\"merge\", "
                       "\"squash\", \"rebase\"].");
  }
  const github::Response response = call.send(SiteRequest(request));
  const auto* merged = response.as<github::ObjectId>();
  if (merged == nullptr) return refusal(call, response);
  return json_reply({{"sha", merged->sha.hex()},
                     {"merged", true},
                     {"message", "Pull Request successfully merged"}});
}

HttpResponse is_merged(Call& call) {
  const github::Response response = read_pull(call, call.number(0));
  const auto* pull = response.as<github::Pull>();
  return pull != nullptr && pull->merged ? empty_reply() : refusal(call, not_found());
}

HttpResponse update_pull_branch(Call& call) {
  Fields fields(call);
  UpdateBranch request{.number = github::PullNumber{call.number(0)},
                       .expected_head = fields.sha("expected_head_sha")};
  if (auto refused = fields.refusal()) return *std::move(refused);
  const github::Response response = call.send(SiteRequest(request));
  if (!response.ok()) return refusal(call, response);
  const std::string url =
      call.links.repository(call.path[0] + '/' + call.path[1]) + "/pulls/" + call.argument(0);
  return json_reply({{"message", "Updating pull request branch."}, {"url", url}}, 202);
}

HttpResponse list_pull_commits(Call& call) {
  const github::Response response = read_pull(call, call.number(0));
  const auto* pull = response.as<github::Pull>();
  if (pull == nullptr) return refusal(call, response);
  const auto base = call.repository->branch(pull->base);
  const auto common = base ? call.repository->merge_base(*base, pull->head_sha) : std::nullopt;
  std::vector<Sha> commits;
  call.repository->walk_first_parents(pull->head_sha, [&](const CommitView& commit) {
    if (common && commit.sha == *common) return false;
    commits.push_back(commit.sha);
    return true;
  });
  Json out = Json::array();
  for (auto it = commits.rbegin(); it != commits.rend(); ++it)
    out.push_back(call.present().commit(*call.repository->whole_commit(*it), Form::brief));
  return Paging(call).reply(call, out);
}

HttpResponse list_pull_files(Call& call) {
  const github::Response response = read_pull(call, call.number(0));
  const auto* pull = response.as<github::Pull>();
  if (pull == nullptr) return refusal(call, response);
  const auto base = call.repository->branch(pull->base);
  const auto common = base ? call.repository->merge_base(*base, pull->head_sha) : std::nullopt;
  const auto before = common ? call.repository->commit(*common) : std::nullopt;
  const auto after = call.repository->commit(pull->head_sha);
  if (!after) return refusal(call, not_found());
  return Paging(call).reply(
      call, call.present().files(before ? before->tree : Sha{}, after->tree, pull->head_sha));
}

HttpResponse list_nothing(Call& call) { return Paging(call).reply(call, Json::array()); }

}  // namespace regent::fake::site
