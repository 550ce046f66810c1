// Writing git objects in all the ways that HTTP offers.
#include "fakes/github/handler.h"

namespace regent::fake {
namespace {

constexpr std::string_view bad_object_state = "GitRPC::BadObjectState";

ObjectKind kind_for(FileMode mode) {
  if (mode == FileMode::directory) return ObjectKind::tree;
  return mode == FileMode::submodule ? ObjectKind::commit : ObjectKind::blob;
}

}  // namespace

github::Response Repository::Handler::operator()(const CreateBlob& request) {
  if (is_empty_repository()) return refuse(409, "Git Repository is empty.");
  Objects& objects = repository_.writable_pool().objects;
  const ObjectId blob = objects.add_blob(request.content);
  changes().know(blob);
  return answer(github::ObjectId{objects.sha(blob)}, 201);
}

std::expected<ObjectId, std::string> Repository::Handler::written_object(
    const WriteTree::Entry& entry) {
  Objects& objects = repository_.writable_pool().objects;
  if (entry.content) return objects.add_blob(*entry.content);
  if (!entry.object) return ObjectId::none;
  const ObjectKind kind = entry.kind.value_or(kind_for(entry.mode));
  const bool is_submodule = entry.mode == FileMode::submodule;
  if (kind == ObjectKind::commit) {
    // Its repository is another one: it cannot be looked up.
    if (!is_submodule) return std::unexpected(std::string(bad_object_state));
    return objects.add_link(*entry.object);
  }
  const ObjectId object = repository_.known_object(*entry.object);
  if (repository_.kind(object) != kind) {
    return std::unexpected("tree.sha " + entry.object->hex() + " is not a valid " +
                           (kind == ObjectKind::tree ? "tree" : "blob"));
  }
  if (kind != kind_for(entry.mode)) return std::unexpected(std::string(bad_object_state));
  return object;
}

github::Response Repository::Handler::operator()(const WriteTree& request) {
  if (is_empty_repository()) return refuse(409, "Git Repository is empty.");
  Objects& objects = repository_.writable_pool().objects;
  const ObjectId base = repository_.known_object(request.base_tree);
  if (!request.base_tree.is_zero() && objects.tree(base) == nullptr) {
    return refuse(422, "base_tree is not a valid tree oid");
  }
  std::vector<Objects::Leaf> leaves;
  for (const WriteTree::Entry& entry : request.entries) {
    if (!entry.object && !entry.content && objects.at_path(base, entry.path) == ObjectId::none) {
      return refuse(422, bad_object_state);
    }
    const auto object = written_object(entry);
    if (!object) return refuse(422, object.error());
    leaves.push_back({entry.path, *object, entry.mode});
  }
  const auto tree = objects.add_tree(base, std::move(leaves));
  if (!tree) return refuse(422, tree.error());
  changes().know(*tree);
  return answer(github::ObjectId{objects.sha(*tree)}, 201);
}

github::Response Repository::Handler::operator()(const WriteTag& request) {
  if (is_empty_repository()) return refuse(409, "Git Repository is empty.");
  const ObjectId object = repository_.known_object(request.object);
  if (object == ObjectId::none) return refuse(422, "Object does not exist");
  if (repository_.kind(object) != request.kind) {
    return refuse(422, "Object is not of the type that was given");
  }
  Objects& objects = repository_.writable_pool().objects;
  const ObjectId tag = objects.add_tag(object, request.name, request.message, request.tagger);
  changes().know(tag);
  return answer(github::ObjectId{objects.sha(tag)}, 201);
}

github::Response Repository::Handler::operator()(const WriteCommit& request) {
  if (is_empty_repository()) return refuse(409, "Git Repository is empty.");
  Objects& objects = repository_.writable_pool().objects;
  const ObjectId tree = repository_.known_object(request.tree);
  if (objects.tree(tree) == nullptr) return refuse(422, "Tree SHA does not exist");
  std::vector<ObjectId> parents;
  for (const Sha& sha : request.parents) {
    const ObjectId parent = repository_.known_commit(sha);
    if (parent == ObjectId::none) {
      return refuse(422, "Parent SHA does not exist or is not a commit object");
    }
    parents.push_back(parent);
  }
  const ObjectId commit =
      objects.add_commit(tree, parents, request.message, request.author, request.committer);
  changes().know(commit);
  return answer(github::ObjectId{objects.sha(commit)}, 201);
}

}  // namespace regent::fake
