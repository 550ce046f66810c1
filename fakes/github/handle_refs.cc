// REST: git refs. Sources: SPEC git/refs, MEAS, release-please#1024, rest-api-description#3358.
#include "fakes/github/graph.h"
#include "fakes/github/handler.h"

namespace regent::fake {

github::Response Repository::Handler::operator()(const github::GetRef& request) const {
  const NameId name = repository_.pool_->names.find(request.ref);
  const ObjectId target = ref_at(name, when());
  return target == ObjectId::none ? not_found() : answer(show(name, target));
}

github::Response Repository::Handler::operator()(const github::ListMatchingRefs& request) const {
  github::Refs refs;
  for (const NamedTarget& ref : refs_at(request.prefix, when())) {
    refs.refs.push_back(show(ref.name, ref.target));
  }
  return answer(std::move(refs));
}

github::Response Repository::Handler::operator()(const github::CreateRef& request) {
  if (is_empty_repository()) return refuse(409, "Git Repository is empty.");
  if (const std::string_view fault = ref_name_fault(request.ref); !fault.empty()) {
    return refuse(422,
                  fault.starts_with("is not") ? request.ref + ' ' + std::string(fault) : fault);
  }
  if (request.ref.starts_with("refs/pull/")) return refuse(422, "Reference update failed");
  const ObjectId target = repository_.known_object(request.sha);
  if (target == ObjectId::none) return refuse(422, "Object does not exist");
  const Pool& pool = repository_.writable_pool();
  const NameId name = repository_.writable_pool().names.intern(request.ref);
  if (repository_.refs_.find(name) != ObjectId::none)
    return refuse(422, "Reference already exists");
  const bool wrong_kind = pool.names.is_branch(name) && pool.objects.commit(target) == nullptr;
  if (wrong_kind || repository_.refs_.is_blocked(pool.names, name)) {
    return refuse(422, "Reference update failed");
  }
  changes().move_ref(name, target);
  return answer(show(name, target), 201);
}

// Of annotated tags it is asked what they stand for, as git does (git-push, "--force").
bool Repository::Handler::is_fast_forward(ObjectId from, ObjectId to) const {
  const Objects& objects = repository_.pool_->objects;
  const ObjectId old = objects.peeled(from);
  const ObjectId next = objects.peeled(to);
  return objects.commit(old) != nullptr && objects.commit(next) != nullptr &&
         fake::is_ancestor(objects, old, next);
}

github::Response Repository::Handler::operator()(const github::UpdateRef& request) {
  const Objects& objects = repository_.pool_->objects;
  const NameId name = repository_.pool_->names.find(request.ref);
  const ObjectId old = repository_.refs_.find(name);
  if (old == ObjectId::none) return refuse(422, "Reference does not exist");
  const ObjectId target = repository_.known_object(request.sha);
  if (target == ObjectId::none) return refuse(422, "Object does not exist");
  if (repository_.pool_->names.is_branch(name) && objects.commit(target) == nullptr)
    return refuse(422, "Reference update failed");
  if (!request.force && old != target && !is_fast_forward(old, target)) {
    return refuse(422, "Update is not a fast forward");
  }
  changes().move_ref(name, target);
  return answer(show(name, target));
}

github::Response Repository::Handler::operator()(const github::DeleteRef& request) {
  const NameId name = repository_.pool_->names.find(request.ref);
  if (repository_.refs_.find(name) == ObjectId::none)
    return refuse(422, "Reference does not exist");
  if (is_default_branch(name)) return refuse(422, "Cannot delete the default branch");
  changes().move_ref(name, ObjectId::none);
  return answer(github::Done{}, 204);
}

}  // namespace regent::fake
