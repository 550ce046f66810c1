// Searching issues and pull requests (DOC, searching issues and pull requests).
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "fakes/github/site/issues.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

// The qualifiers of a search; words without a colon are looked for in titles and bodies.
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

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

// What is searched: an issue, and where it goes from and to when it is a pull request.
struct Candidate {
  IssueView issue;
  std::string head;
  std::string base;
  bool merged = false;
};

bool passes(const Candidate& candidate, const std::string& key, const std::string& value) {
  const IssueView& issue = candidate.issue;
  if (key == "is" || key == "state" || key == "type") {
    if (value == "open") return issue.open;
    if (value == "closed") return !issue.open;
    if (value == "merged") return candidate.merged;
    if (value == "unmerged") return issue.is_pull && !candidate.merged;
    if (value == "issue") return !issue.is_pull;
    if (value == "pr") return issue.is_pull;
    return true;
  }
  // GitHub matches heads by their beginning.
  if (key == "head") return issue.is_pull && candidate.head.starts_with(value);
  if (key == "base") return issue.is_pull && candidate.base == value;
  if (key == "author") return issue.login == value;
  if (key == "label") return std::ranges::find(issue.labels, value) != issue.labels.end();
  return true;
}

bool passes(const Query& query, const Candidate& candidate) {
  for (const auto& [key, value] : query.qualifiers)
    if (!passes(candidate, key, value)) return false;
  const std::string text = lower_case(candidate.issue.title + ' ' + candidate.issue.body);
  return std::ranges::all_of(query.words, [&](const std::string& word) {
    return text.find(lower_case(word)) != std::string::npos;
  });
}

// Search lags more than lists do; of pull requests only what is open goes through its index here.
std::vector<github::Pull> pulls_of(const Call& call, const Query& query) {
  const bool only_open = std::ranges::any_of(query.qualifiers, [](const auto& qualifier) {
    return (qualifier.first == "is" || qualifier.first == "state") && qualifier.second == "open";
  });
  if (!only_open)
    return all_pulls(call, {.state = github::PullFilter::all})
        .value_or(std::vector<github::Pull>());
  const github::Response found = call.send(github::SearchPulls{""});
  const auto* open = found.as<github::Pulls>();
  return open == nullptr ? std::vector<github::Pull>() : open->pulls;
}

// All of a repository, newest first.
std::vector<Candidate> candidates(const Call& call, const Query& query) {
  std::vector<Candidate> found;
  for (const github::Pull& pull : pulls_of(call, query))
    found.push_back({view_of(call, pull), pull.head, pull.base, pull.merged});
  for (const auto& [number, issue] : call.desk->issues)
    found.push_back({.issue = view_of(call, issue), .head = {}, .base = {}});
  std::ranges::sort(found, std::ranges::greater{},
                    [](const Candidate& candidate) { return candidate.issue.number; });
  return found;
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
    const Repository& seen = call.site.github.repositories()[i];
    const std::string full_name = std::string(seen.owner()) + '/' + std::string(seen.name());
    const bool asked = std::ranges::all_of(query.qualifiers, [&](const auto& qualifier) {
      return qualifier.first != "repo" || qualifier.second == full_name;
    });
    if (!asked) continue;
    Call inside = call;
    inside.repository = call.site.github.find(full_name);
    inside.desk = &call.site.desks[i];
    for (const Candidate& candidate : candidates(inside, query)) {
      if (!passes(query, candidate)) continue;
      if (total >= paging.first() && total < paging.first() + paging.size()) {
        Json item = inside.present().issue(candidate.issue);
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
