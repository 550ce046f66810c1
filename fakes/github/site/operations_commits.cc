// Commits as the repository shows them, and what they are compared with.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/github/responses.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

constexpr std::uint32_t typed_page = 100;  // of `ListCommits`

// What `GET /commits` is asked for besides where to start.
struct Wanted {
  std::string path;
  std::string author;
  std::optional<Time> since;
  std::optional<Time> until;
  [[nodiscard]] bool everything() const {
    return path.empty() && author.empty() && !since && !until;
  }
};

bool touches(const Repository& repository, const github::Commit& commit, const std::string& path) {
  const auto parent =
      commit.parents.empty() ? std::nullopt : repository.commit(commit.parents.front());
  const auto changes = repository.changed_files(parent ? parent->tree : Sha{}, commit.tree);
  return std::ranges::any_of(changes, [&](const FileChangeView& change) {
    return change.path == path || change.path.starts_with(path + '/');
  });
}

bool passes(const Repository& repository, const github::Commit& commit, const Wanted& wanted) {
  if (wanted.since && commit.committer.date < *wanted.since) return false;
  if (wanted.until && commit.committer.date > *wanted.until) return false;
  if (!wanted.author.empty() && commit.author.name != wanted.author &&
      commit.author.email != wanted.author)
    return false;
  return wanted.path.empty() || touches(repository, commit, wanted.path);
}

}  // namespace

HttpResponse list_commits(Call& call) {
  const std::string_view start =
      call.target.query("sha").value_or(call.repository->default_branch());
  const auto from = call.resolve(start);
  if (!from) {
    if (call.repository->refs("refs/").empty())
      return refusal(call, 409, "Git Repository is empty.");
    return refusal(call, not_found());
  }
  Wanted wanted;
  wanted.path = call.target.query("path").value_or("");
  wanted.author = call.target.query("author").value_or("");
  if (const auto since = call.target.query("since")) wanted.since = parse_iso_date(*since);
  if (const auto until = call.target.query("until")) wanted.until = parse_iso_date(*until);
  const Paging paging(call);
  Json out = Json::array();
  std::size_t total = 0;
  for (std::uint32_t page = 1;; ++page) {
    // The typed request knows GitHub's order of merged histories.
    const github::Response response = call.send(github::ListCommits{*from, page});
    const auto* commits = response.as<github::Commits>();
    if (commits == nullptr) return refusal(call, response);
    for (const github::CommitSummary& summary : commits->commits) {
      const bool in_page = total >= paging.first() && total < paging.first() + paging.size();
      if (wanted.everything() && !in_page) {
        ++total;
        continue;
      }
      const auto commit = call.repository->whole_commit(summary.sha);
      if (!passes(*call.repository, *commit, wanted)) continue;
      if (total >= paging.first() && total < paging.first() + paging.size())
        out.push_back(call.present().commit(*commit, Form::brief));
      ++total;
    }
    if (!commits->more || commits->commits.size() < typed_page) break;
  }
  return paging.reply(call, out, total);
}

HttpResponse get_commit(Call& call) {
  const auto sha = call.resolve(call.argument(0));
  if (!sha) return refusal(call, 422, "No commit found for SHA: " + call.argument(0));
  if (find_header(call.http.headers, "Accept").find("sha") != std::string_view::npos)
    return {200, {{"Content-Type", "application/vnd.github.sha; charset=utf-8"}}, sha->hex()};
  return json_reply(call.present().commit(*call.repository->whole_commit(*sha), Form::full));
}

HttpResponse list_pulls_of_commit(Call& call) {
  const auto sha = call.resolve(call.argument(0));
  if (!sha) return refusal(call, 422, "No commit found for SHA: " + call.argument(0));
  Json out = Json::array();
  for (std::uint32_t number = call.repository->last_number(); number > 0; --number) {
    const auto pull = call.repository->pull(github::PullNumber{number});
    if (!pull) continue;
    bool holds = pull->merge_commit_sha == *sha;
    const auto base = call.repository->branch(pull->base);
    const auto common =
        base && !pull->merged ? call.repository->merge_base(*base, pull->head_sha) : std::nullopt;
    if (!holds && common)
      call.repository->walk_first_parents(pull->head_sha, [&](const CommitView& commit) {
        if (commit.sha == *common) return false;
        holds = commit.sha == *sha;
        return !holds;
      });
    if (!holds) continue;
    const github::Response response = read_pull(call, number);
    if (const auto* shown = response.as<github::Pull>())
      out.push_back(call.present().pull(*shown, Form::brief));
  }
  return Paging(call).reply(call, out);
}

HttpResponse compare_commits(Call& call) {
  const std::string& range = call.argument(0);
  const auto dots = range.find("...");
  if (dots == std::string::npos) return refusal(call, not_found());
  const auto base = call.resolve(range.substr(0, dots));
  const auto head = call.resolve(range.substr(dots + 3));
  if (!base || !head) return refusal(call, not_found());
  const std::uint32_t page = call.target.number("page", 1);
  const github::Response response = call.send(github::CompareCommits{*base, *head, page});
  const auto* comparison = response.as<github::Comparison>();
  if (comparison == nullptr) return refusal(call, response);
  const github::Response back = call.send(github::CompareCommits{*head, *base, 1});
  const auto* behind = back.as<github::Comparison>();
  const auto common = call.repository->merge_base(*base, *head);
  if (!common) return refusal(call, not_found());
  const Presenter present = call.present();
  const std::string full_name = call.path[0] + '/' + call.path[1];
  const std::string page_url = call.links.page(full_name) + "/compare/" + range;
  constexpr std::string_view statuses[] = {"identical", "ahead", "behind", "diverged"};
  Json commits = Json::array();
  for (const github::CommitSummary& commit : comparison->commits)
    commits.push_back(present.commit(*call.repository->whole_commit(commit.sha), Form::brief));
  Json json{
      {"url", call.links.repository(full_name) + "/compare/" + percent_encoded(range)},
      {"html_url", page_url},
      {"permalink_url", page_url},
      {"diff_url", page_url + ".diff"},
      {"patch_url", page_url + ".patch"},
      {"base_commit", present.commit(*call.repository->whole_commit(*base), Form::brief)},
      {"merge_base_commit", present.commit(*call.repository->whole_commit(*common), Form::brief)},
      {"status", statuses[static_cast<std::size_t>(comparison->status)]},
      {"ahead_by", comparison->total_commits},
      {"behind_by", behind == nullptr ? 0 : behind->total_commits},
      {"total_commits", comparison->total_commits},
      {"commits", std::move(commits)}};
  // DOC: the files are on the first page only.
  if (page == 1)
    json["files"] = present.files(call.repository->commit(*common)->tree,
                                  call.repository->commit(*head)->tree, *head);
  HttpResponse reply = json_reply(json);
  constexpr std::uint32_t compare_page = 250;
  const std::uint32_t pages = (comparison->total_commits + compare_page - 1) / compare_page;
  if (page < pages) {
    const std::string url = call.links.web + call.target.path() + "?page=";
    reply.headers.push_back({"Link", '<' + url + std::to_string(page + 1) + ">; rel=\"next\", <" +
                                         url + std::to_string(pages) + ">; rel=\"last\""});
  }
  return reply;
}

}  // namespace regent::fake::site
