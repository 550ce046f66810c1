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
// request, for example when its base moves and it conflicts.
std::string etag_of(const std::string& version, std::string_view body) {
  return version.substr(0, version.size() - 1) + to_hex(digest_of(body, content_seed)) + '"';
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
  reply.headers.push_back({"ETag", etag_of(response.headers.etag, reply.body)});
  return reply;
}

// All that match, newest first.
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

namespace {

// The qualifiers of a search for pull requests; words without a colon are looked for in titles.
struct Query {
  std::vector<std::pair<std::string, std::string>> qualifiers;
  std::vector<std::string> words;
};

Query parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const auto colon = word.find(':');
    if (colon == std::string_view::npos) {
      query.words.emplace_back(word);
    } else {
      std::string_view value = word.substr(colon + 1);
      if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
      query.qualifiers.emplace_back(word.substr(0, colon), value);
    }
  }
  return query;
}

bool passes(const Query& query, const github::Pull& pull) {
  const bool open = pull.state == github::PullState::open;
  for (const auto& [key, value] : query.qualifiers) {
    if ((key == "is" || key == "state") && value == "open" && !open) return false;
    if ((key == "is" || key == "state") && value == "closed" && open) return false;
    if (key == "is" && value == "merged" && !pull.merged) return false;
    if (key == "is" && value == "unmerged" && pull.merged) return false;
    if ((key == "is" || key == "type") && value == "issue") return false;
    // GitHub matches heads by their beginning.
    if (key == "head" && !pull.head.starts_with(value)) return false;
    if (key == "base" && pull.base != value) return false;
    if (key == "label" && std::ranges::find(pull.labels, value) == pull.labels.end()) return false;
  }
  return std::ranges::all_of(query.words, [&](const std::string& word) {
    return pull.title.find(word) != std::string::npos;
  });
}

}  // namespace

HttpResponse search_issues(Call& call) {
  const auto text = call.target.query("q");
  if (!text || text->empty()) return invalid(call, "Search", "q", "missing");
  const Query query = parse_query(*text);
  const Paging paging(call);
  Json items = Json::array();
  std::size_t total = 0;
  for (std::size_t i = 0; i < call.site.github.repositories().size(); ++i) {
    Repository& repository =
        *call.site.github.find(std::string(call.site.github.repositories()[i].owner()) + '/' +
                               std::string(call.site.github.repositories()[i].name()));
    const std::string full_name =
        std::string(repository.owner()) + '/' + std::string(repository.name());
    const bool asked = std::ranges::all_of(query.qualifiers, [&](const auto& qualifier) {
      return qualifier.first != "repo" || qualifier.second == full_name;
    });
    if (!asked) continue;
    Call inside = call;
    inside.repository = &repository;
    inside.desk = &call.site.desks[i];
    // Search lags more than lists do; only what is open goes through its index here.
    std::vector<github::Pull> pulls;
    const bool only_open = std::ranges::any_of(query.qualifiers, [](const auto& qualifier) {
      return (qualifier.first == "is" || qualifier.first == "state") && qualifier.second == "open";
    });
    if (only_open) {
      const github::Response found = inside.send(github::SearchPulls{""});
      if (const auto* open = found.as<github::Pulls>()) pulls = open->pulls;
    } else if (auto all = all_pulls(inside, {.state = github::PullFilter::all})) {
      pulls = *std::move(all);
    }
    for (const github::Pull& pull : pulls) {
      if (!passes(query, pull)) continue;
      if (total >= paging.first() && total < paging.first() + paging.size()) {
        Json item = inside.present().issue(pull);
        item["score"] = 1.0;
        items.push_back(std::move(item));
      }
      ++total;
    }
  }
  HttpResponse reply = json_reply({{"total_count", total},
                                   {"incomplete_results", false},
                                   {"items", std::move(items)},
                                   {"search_type", "lexical"}});
  paging.add_link(call, total, reply);
  return reply;
}

}  // namespace regent::fake::site
