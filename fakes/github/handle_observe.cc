// The composite reads of the ledger protocol.
#include <algorithm>

#include "fakes/github/handler.h"

namespace regent::fake {
namespace {

// `first:` of the query's connections.
constexpr std::size_t tags_max = 100;
constexpr std::size_t releases_max = 20;

github::Response unresolved_pull(github::PullNumber number) {
  return graphql_error("NOT_FOUND", "Could not resolve to a PullRequest with the number of " +
                                        std::to_string(static_cast<std::uint32_t>(number)) + ".");
}

}  // namespace

github::Response Repository::Handler::operator()(const github::Observe& request) const {
  const Pool& pool = *repository_.pool_;
  github::Response response = answer(github::Observation{});
  github::Observation& seen = std::get<github::Observation>(response.payload);

  const ObjectId ledger = ref_at(pool.names.find(request.ledger_ref), when(part::ledger));
  if (ledger != ObjectId::none) {
    const Commit* commit = pool.objects.commit(ledger);
    seen.ledger = {pool.objects.sha(ledger), commit == nullptr ? std::string() : commit->message};
  }
  const ObjectId base = ref_at(repository_.branch_name(request.base), when(part::base));
  if (const Commit* commit = pool.objects.commit(base)) {
    seen.base = {pool.objects.sha(base), pool.objects.sha(commit->tree), commit->committed_at};
  }
  const JoinedName prefix(branch_directory, request.branch_prefix);
  for (const NamedTarget& ref : refs_at(prefix.view(), when(part::heads))) {
    if (seen.heads.size() == github::Observation::heads_max) break;
    seen.heads.push_back(show(ref.name, ref.target));
  }
  seen.tags = newest_tags(when(part::tags));
  seen.released_tags = released_tags(when(part::releases));
  return response;
}

std::vector<Repository::Handler::NamedTarget> Repository::Handler::refs_at(std::string_view prefix,
                                                                           When when) const {
  const Names& names = repository_.pool_->names;
  std::vector<NamedTarget> found;
  const auto add = [&](NameId name) {
    const ObjectId target = ref_at(name, when);
    if (target != ObjectId::none) found.push_back({name, target});
  };
  if (prefix.starts_with(branch_directory)) {
    for (const NameId name : repository_.refs_.others_with_prefix(names, prefix)) add(name);
  } else {
    for (const NameId name : repository_.refs_.with_prefix(names, prefix)) add(name);
  }
  if (!when) return found;
  // Those that are gone now but were there then.
  std::vector<NameId> gone;
  for (const History::Entry& entry : repository_.history_.entries()) {
    if (entry.kind != History::Kind::ref || !when->reaches(entry)) continue;
    const NameId name{entry.key};
    if (repository_.refs_.find(name) != ObjectId::none || !names[name].starts_with(prefix))
      continue;
    if (std::ranges::find(gone, name) == gone.end()) gone.push_back(name);
  }
  for (const NameId name : gone) add(name);
  std::ranges::sort(found, {}, [&](const NamedTarget& ref) { return names[ref.name]; });
  return found;
}

std::vector<github::Ref> Repository::Handler::newest_tags(When when) const {
  const Pool& pool = *repository_.pool_;
  // Tags that were different then, as they were; the others are as they are.
  std::vector<NamedTarget> different;
  for (const History::Entry& entry : repository_.history_.entries()) {
    if (!when || entry.kind != History::Kind::ref || !when->reaches(entry)) continue;
    const NameId name{entry.key};
    const bool seen = std::ranges::find(different, name, &NamedTarget::name) != different.end();
    if (pool.names.is_tag(name) && !seen) different.push_back({name, ref_at(name, when)});
  }
  std::vector<NamedTarget> restored;
  for (const NamedTarget& tag : different) {
    if (tag.target != ObjectId::none) restored.push_back(tag);
  }
  std::ranges::sort(restored, [&](const NamedTarget& a, const NamedTarget& b) {
    return is_older_tag(pool, a.name, a.target, b.name, b.target);
  });
  const std::span<const NameId> current = repository_.refs_.tags_by_date();
  std::vector<github::Ref> tags;
  tags.reserve(std::min(tags_max, current.size() + restored.size()));
  auto it = current.rbegin();
  while (tags.size() < tags_max) {
    while (it != current.rend() && !different.empty() &&
           std::ranges::find(different, *it, &NamedTarget::name) != different.end()) {
      ++it;
    }
    const bool have_current = it != current.rend();
    if (!have_current && restored.empty()) break;
    // The query asks of an annotated tag what it stands for.
    if (!have_current ||
        (!restored.empty() && is_older_tag(pool, *it, repository_.refs_.find(*it),
                                           restored.back().name, restored.back().target))) {
      tags.push_back(show(restored.back().name, pool.objects.peeled(restored.back().target)));
      restored.pop_back();
    } else {
      tags.push_back(show(*it, pool.objects.peeled(repository_.refs_.find(*it))));
      ++it;
    }
  }
  return tags;
}

std::vector<std::string> Repository::Handler::released_tags(When when) const {
  const Pool& pool = *repository_.pool_;
  std::vector<std::string> tags;
  for (std::size_t i = repository_.releases_.count(); i > 0 && tags.size() < releases_max; --i) {
    if (!release_exists_at(i - 1, when)) continue;
    const ReleaseContent& release = pool.release(repository_.releases_[i - 1]);
    if (release.draft) continue;
    tags.emplace_back(pool.names[release.tag].substr(tag_directory.size()));
  }
  return tags;
}

github::Response Repository::Handler::operator()(const github::ObservePull& request) const {
  const Pool& pool = *repository_.pool_;
  const PullVersionId version = pull_at(request.number, when(part::pull));
  if (version == PullVersionId::none) return unresolved_pull(request.number);
  return answer(
      github::PullView{.pull = show(request.number, version),
                       .edits = edits(version),
                       .ledger = sha_at(pool.names.find(request.ledger_ref), when(part::ledger)),
                       .base = sha_at(repository_.branch_name(request.base), when(part::base)),
                       .file = file_at(request.file)});
}

github::Response Repository::Handler::operator()(const github::ObservePulls& request) const {
  const Pool& pool = *repository_.pool_;
  github::PullViews views{.pulls = {},
                          .ledger = sha_at(pool.names.find(request.ledger_ref), when(part::ledger)),
                          .base = sha_at(repository_.branch_name(request.base), when(part::base)),
                          .file = file_at(request.file)};
  const NameId head = repository_.branch_name(request.head);
  const NameId base = repository_.branch_name(request.base);
  const When then = when(part::pull);
  github::PullNumber number =
      head == NameId::none ? github::PullNumber{} : repository_.pulls_.newest_from(head);
  for (; number != github::PullNumber{};
       number = repository_.pulls_.previous_from_same_head(number)) {
    const PullVersionId version = pull_at(number, then);
    if (version == PullVersionId::none || pool.pull(version).base != base) continue;
    if (views.pulls.size() == github::ObservePulls::views_max) break;
    views.pulls.push_back({show(number, version), edits(version)});
  }
  return answer(std::move(views));
}

// There is no condition on it, and what it shows of the pull request is its own doing; what it
// shows beside that may lag.
github::Response Repository::Handler::operator()(const github::EditPull& request) {
  if (current(request.number) == PullVersionId::none) return unresolved_pull(request.number);
  static_cast<void>(
      update({.number = request.number, .title = request.title, .body = request.body}));
  const Pool& pool = *repository_.pool_;
  const PullVersionId version = current(request.number);
  return answer(
      github::PullView{.pull = show(request.number, version),
                       .edits = edits(version),
                       .ledger = sha_at(pool.names.find(request.ledger_ref), when(part::ledger)),
                       .base = sha_at(repository_.branch_name(request.base), when(part::base)),
                       .file = std::nullopt});
}

std::vector<github::BodyEdit> Repository::Handler::edits(PullVersionId version) const {
  const Pool& pool = *repository_.pool_;
  std::vector<github::BodyEdit> edits;
  for (EditId id = pool.pull(version).edit; id != EditId::none; id = pool.edit(id).previous) {
    const Edit& edit = pool.edit(id);
    edits.push_back({edit.edited_at, edit.by_us, std::string(pool.text(edit.body))});
  }
  std::ranges::reverse(edits);
  return edits;
}

std::optional<github::FileView> Repository::Handler::file_at(
    const std::optional<github::GetContents>& file) const {
  if (!file) return std::nullopt;
  const Objects& objects = repository_.pool_->objects;
  const Commit* commit = objects.commit(repository_.known_commit(file->commit));
  if (commit == nullptr) return std::nullopt;
  const ObjectId object = objects.at_path(commit->tree, file->path);
  if (object == ObjectId::none) return github::FileView{};
  const Blob* blob = objects.blob(object);
  if (blob == nullptr || blob->content.size() > text_in_query_max || blob->content.contains('\0'))
    return github::FileView{true, std::nullopt};
  return github::FileView{true, github::FileContents{blob->content, objects.sha(object)}};
}

github::Response Repository::Handler::operator()(const github::ObserveFile& request) const {
  if (auto file = file_at(request.file)) return answer(*std::move(file));
  return graphql_error("NOT_FOUND", "No commit found for the ref " + request.file.commit.hex());
}

}  // namespace regent::fake
