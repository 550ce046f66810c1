// Reading pull requests. Lists lag (libtelio#1881, compose-ai-tools#4657), search lags more
// (Homebrew/brew#15398).
#include <algorithm>

#include "fakes/github/handler.h"

namespace regent::fake {
namespace {

constexpr std::uint32_t page_size = 100;

// Collects one page of what passes.
class Page {
 public:
  explicit Page(std::uint32_t page) : skip_(std::uint64_t{std::max(page, 1U) - 1} * page_size) {}
  // False when the page is complete and it is known that more follows.
  template <typename Show>
  bool add(Show&& show) {
    if (skip_ > 0) {
      --skip_;
      return true;
    }
    if (pulls.pulls.size() == page_size) {
      pulls.more = true;
      return false;
    }
    pulls.pulls.push_back(show());
    return true;
  }
  github::Pulls pulls;

 private:
  std::uint64_t skip_;
};

bool passes(github::PullFilter filter, const PullVersion& version) {
  switch (filter) {
    case github::PullFilter::open:
      return version.is_open();
    case github::PullFilter::closed:
      return !version.is_open();
    case github::PullFilter::all:
      return true;
  }
  return false;
}

// When the first version of the body was written.
Time created_at(const Pool& pool, const PullVersion& version) {
  EditId first = version.edit;
  while (pool.edit(first).previous != EditId::none) first = pool.edit(first).previous;
  return std::chrono::floor<std::chrono::seconds>(pool.edit(first).edited_at);
}

}  // namespace

github::Pull Repository::Handler::show(github::PullNumber number, PullVersionId id) const {
  const Pool& pool = *repository_.pool_;
  const PullVersion& version = pool.pull(id);
  github::Pull pull{.number = number,
                    .state = version.state,
                    .merged = version.merged,
                    .title = std::string(pool.text(version.title)),
                    .body = std::string(pool.text(pool.edit(version.edit).body)),
                    .head = std::string(branch_of(pool.names[version.head])),
                    .head_sha = pool.objects.sha(version.head_sha),
                    .base = std::string(branch_of(pool.names[version.base])),
                    .merge_commit_sha = std::nullopt,
                    .labels = pool.labels(version.labels),
                    .created_at = created_at(pool, version)};
  if (version.merge_commit != ObjectId::none && !repository_.settings_.drops_merge_commit_sha) {
    pull.merge_commit_sha = pool.objects.sha(version.merge_commit);
  }
  return pull;
}

std::string Repository::Handler::etag(PullVersionId version) const {
  const std::string quoted = '"' + to_hex(repository_.pool_->digest(version)) + '"';
  return repository_.settings_.weak_etags ? "W/" + quoted : quoted;
}

github::Response Repository::Handler::pull_answer(github::PullNumber number, PullVersionId version,
                                                  int status) const {
  github::Response response = answer(show(number, version), status);
  response.headers.etag = etag(version);
  return response;
}

// Numbers that are open now or were changed since `when`, newest first.
std::vector<github::PullNumber> Repository::Handler::maybe_open_at(When when) const {
  const std::span<const github::PullNumber> open = repository_.pulls_.open();
  std::vector<github::PullNumber> numbers(open.rbegin(), open.rend());
  if (!when) return numbers;
  for (const History::Entry& entry : repository_.history_.entries()) {
    if (entry.kind == History::Kind::pull && when->reaches(entry)) {
      numbers.push_back(github::PullNumber{entry.key});
    }
  }
  std::ranges::sort(numbers, std::ranges::greater{});
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  return numbers;
}

template <typename Visit>
void Repository::Handler::for_each_candidate(github::PullFilter filter, NameId head, When when,
                                             Visit&& visit) const {
  const auto offer = [&](github::PullNumber number) {
    const PullVersionId version = pull_at(number, when);
    return version == PullVersionId::none || visit(number, version);
  };
  if (filter == github::PullFilter::open) {
    for (const github::PullNumber number : maybe_open_at(when)) {
      if (!offer(number)) return;
    }
    return;
  }
  const Pulls& pulls = repository_.pulls_;
  if (head != NameId::none) {
    github::PullNumber number = pulls.newest_from(head);
    while (number != github::PullNumber{} && offer(number)) {
      number = pulls.previous_from_same_head(number);
    }
    return;
  }
  for (std::uint32_t number = pulls.count(); number > 0; --number) {
    if (!offer(github::PullNumber{number})) return;
  }
}

github::Response Repository::Handler::operator()(const github::ListPulls& request) const {
  const bool by_head = !request.head.empty() && !repository_.settings_.ignores_head_filter;
  const bool by_base = !request.base.empty();
  const NameId head = by_head ? repository_.branch_name(own_branch(request.head)) : NameId::none;
  const NameId base = by_base ? repository_.branch_name(request.base) : NameId::none;
  Page page(request.page);
  // A branch that no one ever named is no pull request's.
  if ((by_head && head == NameId::none) || (by_base && base == NameId::none)) {
    return answer(std::move(page.pulls));
  }
  for_each_candidate(request.state, head, when(), [&](github::PullNumber number, PullVersionId id) {
    const PullVersion& version = repository_.pool_->pull(id);
    if (!passes(request.state, version)) return true;
    if ((by_head && version.head != head) || (by_base && version.base != base)) return true;
    return page.add([&] { return show(number, id); });
  });
  return answer(std::move(page.pulls));
}

github::Response Repository::Handler::operator()(const github::GetPull& request) const {
  const PullVersionId version = pull_at(request.number, when());
  if (version == PullVersionId::none) return not_found();
  if (request.if_none_match && matches(*request.if_none_match, version)) {
    github::Response unchanged = answer(github::Done{}, 304);
    unchanged.headers.etag = etag(version);
    return unchanged;
  }
  return pull_answer(request.number, version, 200);
}

github::Response Repository::Handler::operator()(const github::SearchPulls& request) const {
  Page page(1);
  const JoinedName prefix(branch_directory, request.head_prefix);
  for_each_candidate(github::PullFilter::open, NameId::none, search_when(),
                     [&](github::PullNumber number, PullVersionId id) {
                       const PullVersion& version = repository_.pool_->pull(id);
                       const std::string_view head = repository_.pool_->names[version.head];
                       if (!version.is_open() || !head.starts_with(prefix.view())) return true;
                       return page.add([&] { return show(number, id); });
                     });
  return answer(std::move(page.pulls));
}

}  // namespace regent::fake
