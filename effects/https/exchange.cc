#include "effects/https/exchange.h"

#include <algorithm>
#include <utility>

namespace regent::https {
namespace {

// More pages than any repository has; a server that never ends a list must not keep us for ever.
constexpr std::uint32_t pages_max = 100;
// What one search is worth: the bot has one PR, or a few.
constexpr std::size_t found_max = 30;

// Ids of pull requests that are remembered.
constexpr std::size_t ids_max = 64;

constexpr std::string_view too_many_pages = "the list does not end";

}  // namespace

Exchange::Exchange(const RepositoryName& repository, const github::Request& request, NodeIds& ids)
    : repository_(repository), request_(request), ids_(ids) {
  if (std::holds_alternative<github::UpdateRefs>(request) && ids.repository.empty()) {
    stage_ = Stage::repository;
    pending_ = get_repository(repository);
    return;
  }
  if (const auto* edit = std::get_if<github::EditPull>(&request);
      edit != nullptr && !ids.pulls.contains(edit->number)) {
    stage_ = Stage::pull_id;
    pending_ = get_pull_id(repository, edit->number);
    return;
  }
  if (const auto* tree = std::get_if<github::CreateTree>(&request)) {
    for (const auto& file : tree->files) entries_.push_back({file.path, &file.content, {}});
    next_blob();
    return;
  }
  pending_ = encode(repository, request, known_id());
}

// The one that the request needs, if it needs one.
std::string Exchange::known_id() const {
  if (const auto* edit = std::get_if<github::EditPull>(&request_)) return ids_.pulls[edit->number];
  return ids_.repository;
}

Decoded<std::optional<github::Response>> Exchange::take(const HttpAnswer& answer) {
  github::Response response{answer.status, decode_headers(answer), {}};
  if (answer.status == 304) {
    const auto* get = std::get_if<github::GetPull>(&request_);
    if (get != nullptr && get->if_none_match) return response;
    return std::unexpected(Malformed{"HTTP 304 to a request without a condition"});
  }
  auto refusal = decode_refusal(answer, pending_.api);
  if (!refusal) return std::unexpected(std::move(refusal.error()));
  if (*refusal) {
    response.payload = std::move(**refusal);
    return response;
  }
  Taken payload = proceed(answer);
  if (!payload) return std::unexpected(std::move(payload.error()));
  if (!*payload) return std::nullopt;
  response.payload = std::move(**payload);
  // A refusal that only the whole answer tells: of GraphQL it keeps the status.
  if (const auto* error = response.error(); error != nullptr && error->graphql_type.empty())
    response.status = 404;
  return response;
}

Exchange::Taken Exchange::proceed(const HttpAnswer& answer) {
  switch (stage_) {
    case Stage::whole:
      return take_first(answer);
    case Stage::repository: {
      auto facts = decode_repository(answer);
      if (!facts) return std::unexpected(std::move(facts.error()));
      ids_.repository = std::move(facts->node_id);
      stage_ = Stage::whole;
      pending_ = encode(repository_, request_, known_id());
      return std::nullopt;
    }
    case Stage::pull_id: {
      auto id = decode_pull_id(answer);
      if (!id) return std::unexpected(std::move(id.error()));
      ids_.pulls[std::get<github::EditPull>(request_).number] = std::move(*id);
      stage_ = Stage::whole;
      pending_ = encode(repository_, request_, known_id());
      return std::nullopt;
    }
    case Stage::older_edits:
      return take_older_edits(answer);
    case Stage::raw_contents:
      return github::FileContents{answer.body, blob_};
    case Stage::more_refs:
      return take_refs(answer);
    case Stage::found_pull:
      return take_found_pull(answer);
    case Stage::blob:
      return take_blob(answer);
  }
  return std::unexpected(Malformed{"no stage"});
}

Exchange::Taken Exchange::take_first(const HttpAnswer& answer) {
  if (std::holds_alternative<github::Observe>(request_)) {
    auto part = decode_observation(answer);
    if (!part) return std::unexpected(std::move(part.error()));
    ids_.repository = std::move(part->node_id);
    return std::move(part->observation);
  }
  if (const auto* observe = std::get_if<github::ObserveFile>(&request_)) {
    auto file = decode_file_view(answer);
    if (!file) return std::unexpected(std::move(file.error()));
    if (*file) return std::move(**file);
    return github::ApiError{
        "No commit found for the ref " + observe->file.commit.hex(), {}, "NOT_FOUND"};
  }
  if (std::holds_alternative<github::ObservePull>(request_))
    return take_pull_views(decode_pull_view(answer));
  if (std::holds_alternative<github::ObservePulls>(request_))
    return take_pull_views(decode_pull_views(answer));
  if (std::holds_alternative<github::EditPull>(request_))
    return take_pull_views(decode_edited_pull(answer));
  if (std::holds_alternative<github::UpdateRefs>(request_)) return github::Done{};
  if (std::holds_alternative<github::GetContents>(request_)) return take_contents(answer);
  if (std::holds_alternative<github::ListMatchingRefs>(request_)) return take_refs(answer);
  if (std::holds_alternative<github::SearchPulls>(request_)) {
    auto found = decode_search(answer);
    if (!found) return std::unexpected(std::move(found.error()));
    found_ = std::move(*found);
    if (found_.size() > found_max) found_.resize(found_max);
    std::ranges::reverse(found_);
    return next_found_pull();
  }
  return decode_rest(request_, answer);
}

Exchange::Taken Exchange::take_pull_views(Decoded<PullViewsPart> part) {
  if (!part) return std::unexpected(std::move(part.error()));
  views_ = std::move(*part);
  if (ids_.pulls.size() > ids_max) ids_.pulls.clear();
  for (PullViewsPart::Entry& entry : views_.pulls)
    ids_.pulls[entry.pull.number] = std::move(entry.node_id);
  return next_edits();
}

Exchange::Taken Exchange::take_older_edits(const HttpAnswer& answer) {
  auto part = decode_edits(answer);
  if (!part) return std::unexpected(std::move(part.error()));
  PullViewsPart::Entry& entry = views_.pulls[view_];
  std::ranges::move(part->edits, std::back_inserter(entry.edits));
  entry.older = std::move(part->older);
  return next_edits();
}

// The core wants each history from its beginning. A body that was never edited has none: then it is
// as it was created.
Exchange::Taken Exchange::next_edits() {
  for (; view_ < views_.pulls.size(); ++view_) {
    PullViewsPart::Entry& entry = views_.pulls[view_];
    if (!entry.older.empty()) {
      if (++pages_ > pages_max) return std::unexpected(Malformed{std::string(too_many_pages)});
      stage_ = Stage::older_edits;
      pending_ = get_older_edits(repository_, entry.pull.number, entry.older);
      return std::nullopt;
    }
    std::ranges::reverse(entry.edits);
    if (entry.edits.empty())
      entry.edits.push_back({entry.pull.created_at, entry.by_viewer, entry.pull.body});
  }
  if (std::holds_alternative<github::ObservePulls>(request_)) {
    github::PullViews views{{}, views_.ledger, views_.base, std::move(views_.file)};
    for (PullViewsPart::Entry& entry : views_.pulls)
      views.pulls.push_back({std::move(entry.pull), std::move(entry.edits)});
    return views;
  }
  PullViewsPart::Entry& entry = views_.pulls.front();
  return github::PullView{std::move(entry.pull), std::move(entry.edits), views_.ledger, views_.base,
                          std::move(views_.file)};
}

Exchange::Taken Exchange::take_contents(const HttpAnswer& answer) {
  auto part = decode_contents(answer);
  if (!part) return std::unexpected(std::move(part.error()));
  const auto& request = std::get<github::GetContents>(request_);
  if (!*part) return github::ApiError{request.path + " is not a file", {}, {}};
  if ((*part)->text) return github::FileContents{*std::move((*part)->text), (*part)->blob};
  blob_ = (*part)->blob;
  stage_ = Stage::raw_contents;
  pending_ = get_raw_contents(repository_, request);
  return std::nullopt;
}

Exchange::Taken Exchange::take_refs(const HttpAnswer& answer) {
  auto payload = decode_rest(request_, answer);
  if (!payload) return std::unexpected(std::move(payload.error()));
  std::ranges::move(std::get<github::Refs>(*payload).refs, std::back_inserter(refs_.refs));
  if (!next_page(answer)) return std::move(refs_);
  if (++pages_ > pages_max) return std::unexpected(Malformed{std::string(too_many_pages)});
  stage_ = Stage::more_refs;
  pending_ = encode(repository_, request_);
  pending_.target += "?page=" + std::to_string(pages_);
  return std::nullopt;
}

Exchange::Taken Exchange::next_found_pull() {
  if (found_.empty()) return std::move(pulls_);
  stage_ = Stage::found_pull;
  pending_ = encode(repository_, github::GetPull{found_.back()});
  found_.pop_back();
  return std::nullopt;
}

Exchange::Taken Exchange::take_found_pull(const HttpAnswer& answer) {
  auto payload = decode_rest(github::GetPull{}, answer);
  if (!payload) return std::unexpected(std::move(payload.error()));
  auto& pull = std::get<github::Pull>(*payload);
  const auto& prefix = std::get<github::SearchPulls>(request_).head_prefix;
  if (pull.head.starts_with(prefix)) pulls_.pulls.push_back(std::move(pull));
  return next_found_pull();
}

void Exchange::next_blob() {
  const auto& tree = std::get<github::CreateTree>(request_);
  for (const TreeEntry& entry : entries_) {
    if (entry.content == nullptr || is_utf8(*entry.content)) continue;
    stage_ = Stage::blob;
    pending_ = create_blob(repository_, *entry.content);
    return;
  }
  stage_ = Stage::whole;
  pending_ = create_tree(repository_, tree.base_tree, entries_);
}

Exchange::Taken Exchange::take_blob(const HttpAnswer& answer) {
  auto payload = decode_rest(github::CreateTree{}, answer);  // `{"sha"}`, too
  if (!payload) return std::unexpected(std::move(payload.error()));
  const auto entry = std::ranges::find_if(entries_, [](const TreeEntry& candidate) {
    return candidate.content != nullptr && !is_utf8(*candidate.content);
  });
  entry->content = nullptr;
  entry->blob = std::get<github::ObjectId>(*payload).sha;
  next_blob();
  return std::nullopt;
}

}  // namespace regent::https
