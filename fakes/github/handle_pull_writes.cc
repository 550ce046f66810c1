// Opening and changing pull requests. There is no compare-and-swap on them: `If-Match` is refused,
// or worse (facts, conditional requests).
#include <algorithm>

#include "fakes/github/graph.h"
#include "fakes/github/handler.h"

namespace regent::fake {
namespace {

github::ApiError::Item invalid_field(std::string_view field) {
  return {"PullRequest", std::string(field), "invalid", ""};
}

github::Response pull_rule(std::string_view message) {
  return validation_failed("PullRequest", message);
}

// `W/"x"`, `"x"` and `x` name the same version.
std::string_view without_quotes(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.starts_with('"') && etag.ends_with('"')) {
    etag = etag.substr(1, etag.size() - 2);
  }
  return etag;
}

}  // namespace

std::string_view Repository::Handler::own_branch(std::string_view text) const {
  const std::string_view owner = repository_.owner();
  if (text.size() > owner.size() && text.starts_with(owner) && text[owner.size()] == ':') {
    return text.substr(owner.size() + 1);
  }
  return text;
}

bool Repository::Handler::has_open_pull(NameId head, NameId base) const {
  return std::ranges::any_of(repository_.pulls_.open(), [&](github::PullNumber number) {
    const PullVersion& version = repository_.pool_->pull(current(number));
    return version.head == head && version.base == base;
  });
}

github::Response Repository::Handler::operator()(const github::CreatePull& request) {
  if (request.head.empty()) return not_supplied("head");
  if (request.base.empty()) return not_supplied("base");
  if (request.title.empty()) return not_supplied("title");
  Pool& pool = repository_.writable_pool();
  const std::string_view head_branch = own_branch(request.head);
  const NameId head = repository_.branch_name(head_branch);
  const NameId base = repository_.branch_name(request.base);
  const ObjectId head_sha = repository_.refs_.find(head);
  const ObjectId base_sha = repository_.refs_.find(base);
  std::vector<github::ApiError::Item> invalid;
  if (base_sha == ObjectId::none) invalid.push_back(invalid_field("base"));
  if (head_sha == ObjectId::none) invalid.push_back(invalid_field("head"));
  if (!invalid.empty()) return validation_failed(std::move(invalid));
  if (!circumstances_.twin && has_open_pull(head, base)) {
    return pull_rule("A pull request already exists for " + std::string(repository_.owner()) + ':' +
                     std::string(head_branch) + '.');
  }
  if (fake::is_ancestor(pool.objects, head_sha, base_sha)) {
    return pull_rule("No commits between " + request.base + " and " + request.head);
  }
  const PullVersion version{
      .title = pool.add_text(request.title),
      .edit = pool.add_edit(
          {EditId::none, circumstances_.now, circumstances_.by_app, pool.add_text(request.body)}),
      .head = head,
      .base = base,
      .head_sha = head_sha};
  Changes changes = this->changes();
  const github::PullNumber number = changes.add_pull(version);
  changes.say(Webhook::Action::opened, number, version);
  return pull_answer(number, current(number), 201);
}

std::optional<github::Response> Repository::Handler::change_base(const std::string& base,
                                                                 PullVersion& next) {
  const NameId name = repository_.branch_name(base);
  if (name == next.base) return std::nullopt;
  if (!next.is_open()) return pull_rule("Cannot change the base branch of a closed pull request.");
  const ObjectId base_sha = repository_.refs_.find(name);
  if (base_sha == ObjectId::none) return validation_failed({invalid_field("base")});
  const std::string head(branch_of(repository_.pool_->names[next.head]));
  if (has_open_pull(next.head, name)) {
    return pull_rule("A pull request already exists for " + std::string(repository_.owner()) + ':' +
                     head + '.');
  }
  if (fake::is_ancestor(repository_.pool_->objects, next.head_sha, base_sha)) {
    return pull_rule("No commits between " + base + " and " + head);
  }
  next.base = name;
  return std::nullopt;
}

std::optional<github::Response> Repository::Handler::reopen(PullVersion& next) const {
  const Pool& pool = *repository_.pool_;
  const std::string head(branch_of(pool.names[next.head]));
  const auto refused = [](const std::string& message) {
    return validation_failed({{"PullRequest", "state", "invalid", message}});
  };
  if (next.merged) return refused("The pull request cannot be reopened.");
  const ObjectId head_sha = repository_.refs_.find(next.head);
  if (head_sha == ObjectId::none) return refused("The " + head + " branch has been deleted.");
  if (has_open_pull(next.head, next.base)) {
    return refused("There is already an open pull request from " + head + " to " +
                   std::string(branch_of(pool.names[next.base])) + '.');
  }
  if (!fake::is_ancestor(pool.objects, next.head_sha, head_sha)) {
    return refused("The " + head + " branch was force-pushed or recreated.");
  }
  const ObjectId base_sha = repository_.refs_.find(next.base);
  if (base_sha == ObjectId::none || fake::is_ancestor(pool.objects, head_sha, base_sha)) {
    return refused("The pull request cannot be reopened.");
  }
  next.state = github::PullState::open;
  next.head_sha = head_sha;
  return std::nullopt;
}

std::optional<github::Response> Repository::Handler::apply(const github::UpdatePull& request,
                                                           PullVersion& next) {
  Pool& pool = repository_.writable_pool();
  if (request.base) {
    if (std::optional<github::Response> refusal = change_base(*request.base, next)) return refusal;
  }
  if (request.state == github::PullState::closed) next.state = github::PullState::closed;
  if (request.state == github::PullState::open && !next.is_open()) {
    if (std::optional<github::Response> refusal = reopen(next)) return refusal;
  }
  if (request.title) next.title = pool.add_text(*request.title);
  if (request.body) {
    const TextId body = pool.add_text(*request.body);
    if (body != pool.edit(next.edit).body) {
      next.edit = pool.add_edit({next.edit, circumstances_.now, circumstances_.by_app, body});
    }
  }
  return std::nullopt;
}

github::Response Repository::Handler::update(const github::UpdatePull& request) {
  const PullVersion before = repository_.pool_->pull(current(request.number));
  PullVersion next = before;
  if (std::optional<github::Response> refusal = apply(request, next)) return *std::move(refusal);
  Changes changes = this->changes();
  changes.put_pull(request.number, next, Webhook::Action::none);
  if (before.title != next.title || before.edit != next.edit || before.base != next.base) {
    changes.say(Webhook::Action::edited, request.number, next);
  }
  if (before.state != next.state) {
    changes.say(next.is_open() ? Webhook::Action::reopened : Webhook::Action::closed,
                request.number, next);
  }
  return pull_answer(request.number, current(request.number), 200);
}

bool Repository::Handler::matches(const std::string& if_match, PullVersionId version) const {
  return if_match == "*" || without_quotes(if_match) == without_quotes(etag(version));
}

github::Response Repository::Handler::operator()(const github::UpdatePull& request) {
  const Behaviour behaviour = repository_.settings_.behaviour;
  if (request.if_match && behaviour == Behaviour::github_com) return conditional_headers_refused();
  if (current(request.number) == PullVersionId::none) return not_found();
  if (!request.if_match || matches(*request.if_match, current(request.number))) {
    return update(request);
  }
  // cli/cli#7167: the answer says that nothing was done, and it was done.
  if (behaviour == Behaviour::conditional_2023) static_cast<void>(update(request));
  return refuse(412, "Precondition Failed");
}

github::Response Repository::Handler::operator()(const github::AddLabels& request) {
  if (current(request.number) == PullVersionId::none) return not_found();
  Pool& pool = repository_.writable_pool();
  PullVersion next = pool.pull(current(request.number));
  std::vector<std::string> labels = pool.labels(next.labels);
  for (const std::string& label : request.labels) {
    if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
  }
  next.labels = pool.add_labels(std::move(labels));
  changes().put_pull(request.number, next, Webhook::Action::labeled);
  return answer(github::Done{});
}

}  // namespace regent::fake
