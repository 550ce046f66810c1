// Git's objects over REST: they are read by their ids and do not lag.
#include "fakes/github/graph.h"
#include "fakes/github/handler.h"

namespace regent::fake {
namespace {

constexpr std::uint32_t compare_page_size = 250;  // DOC, compare two commits
constexpr std::uint32_t list_page_size = 100;

}  // namespace

github::Response Repository::Handler::operator()(const github::GetCommit& request) const {
  const ObjectId commit = repository_.known_commit(request.sha);
  return commit == ObjectId::none ? not_found() : answer(repository_.pool_->objects.show(commit));
}

// Revisions, unlike ids of git objects: an annotated tag stands for its commit there.

github::Response Repository::Handler::operator()(const github::CompareCommits& request) const {
  const Objects& objects = repository_.pool_->objects;
  const ObjectId base = objects.peeled(repository_.known_object(request.base));
  const ObjectId head = objects.peeled(repository_.known_object(request.head));
  if (objects.commit(base) == nullptr || objects.commit(head) == nullptr) return not_found();
  return answer(compare(objects, base, head, request.page, compare_page_size));
}

github::Response Repository::Handler::operator()(const github::ListCommits& request) const {
  const Objects& objects = repository_.pool_->objects;
  const ObjectId from = objects.peeled(repository_.known_object(request.from));
  if (objects.commit(from) == nullptr) return not_found();
  return answer(list_commits(objects, from, request.page, list_page_size));
}

github::Response Repository::Handler::operator()(const github::GetContents& request) const {
  const Objects& objects = repository_.pool_->objects;
  const Commit* commit = objects.commit(objects.peeled(repository_.known_object(request.commit)));
  if (commit == nullptr) {
    return refuse(404, "No commit found for the ref " + request.commit.hex());
  }
  const ObjectId file = objects.at_path(commit->tree, request.path);
  const Blob* blob = objects.blob(file);
  if (blob == nullptr) return not_found();
  return answer(github::FileContents{blob->content, objects.sha(file)});
}

github::Response Repository::Handler::operator()(const github::CreateTree& request) {
  if (is_empty_repository()) return refuse(409, "Git Repository is empty.");
  Objects& objects = repository_.writable_pool().objects;
  const ObjectId base = repository_.known_object(request.base_tree);
  if (!request.base_tree.is_zero() && objects.tree(base) == nullptr) {
    return refuse(422, "base_tree is not a valid tree oid");
  }
  const auto tree = objects.add_tree(base, request.files);
  if (!tree) return refuse(422, tree.error());
  changes().know(*tree);
  return answer(github::ObjectId{objects.sha(*tree)}, 201);
}

github::Response Repository::Handler::operator()(const github::CreateCommit& request) {
  return (*this)(
      WriteCommit{request.message, request.tree, request.parents, request.author, request.author});
}

}  // namespace regent::fake
