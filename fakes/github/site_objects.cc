// Writing git objects in all the ways that HTTP offers.
#include "fakes/github/handler.h"

namespace regent::fake {

github::Response Repository::Handler::operator()(const CreateBlob& request) {
  if (is_empty_repository()) return refuse(409, "Git Repository is empty.");
  Objects& objects = repository_.writable_pool().objects;
  const ObjectId blob = objects.add_blob(request.content);
  changes().know(blob);
  return answer(github::ObjectId{objects.sha(blob)}, 201);
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
    Objects::Leaf leaf{.path = entry.path};
    if (entry.content) {
      leaf.object = objects.add_blob(*entry.content);
    } else if (entry.object) {
      leaf.object = repository_.known_object(*entry.object);
      leaf.is_tree = objects.tree(leaf.object) != nullptr;
      if (!leaf.is_tree && objects.blob(leaf.object) == nullptr) {
        return refuse(422, "tree.sha " + entry.object->hex() + " is not a valid blob");
      }
    } else if (base == ObjectId::none || objects.at_path(base, entry.path) == ObjectId::none) {
      return refuse(422, "GitRPC::BadObjectState");
    }
    leaves.push_back(leaf);
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
