#include "fakes/github/objects.h"

#include <algorithm>

namespace regent::fake {
namespace {

constexpr std::uint64_t blob_seed = 2;
constexpr std::uint64_t commit_seed = 4;
constexpr std::uint64_t imported_seed = 5;
constexpr std::uint64_t sha_seed = 6;
constexpr std::uint64_t person_seed = 7;
constexpr std::uint64_t tag_seed = 9;
constexpr std::uint64_t link_seed = 15;

std::uint64_t number(ObjectId id) { return static_cast<std::uint64_t>(id); }
std::uint64_t number(PersonId id) { return static_cast<std::uint64_t>(id); }

// The whole id in 128 bits that already look random.
Digest key_of(const Sha& sha) {
  return digest_of({reinterpret_cast<const char*>(sha.bytes().data()), Sha::size_bytes}, sha_seed);
}

// Seconds since 1970 and an offset, as in a commit object; GitHub's API writes UTC.
void append_date(std::string& out, Time date) {
  out += std::to_string(std::chrono::floor<std::chrono::seconds>(date.time_since_epoch()).count());
  out += " +0000";
}

void append_signature(std::string& out, std::string_view role, const github::Signature& who) {
  out += role;
  out += ' ';
  out += who.name;
  out += " <";
  out += who.email;
  out += "> ";
  append_date(out, who.date);
  out += '\n';
}

Time to_the_second(Time time) { return std::chrono::floor<std::chrono::seconds>(time); }

}  // namespace

Objects::Objects(const Objects* below)
    : below_(below),
      table_(below == nullptr ? nullptr : &below->table_),
      persons_(below == nullptr ? nullptr : &below->persons_) {}

ObjectId Objects::find(const Sha& sha) const {
  const Digest key = key_of(sha);
  for (const Objects* objects = this; objects != nullptr; objects = objects->below_) {
    if (const std::uint32_t id = objects->by_sha_.find(key); id != 0) return ObjectId{id};
  }
  return ObjectId::none;
}

Digest Objects::digest(ObjectId id) const {
  return id == ObjectId::none ? Digest{} : key_of(sha(id));
}

ObjectId Objects::add(const Digest& content_digest, const Sha& sha,
                      std::variant<Blob, Tree, Commit, Tag, Link> content) {
  const ObjectId id = table_.add(content_digest, Object{sha, std::move(content)});
  by_sha_.insert(key_of(sha), static_cast<std::uint32_t>(id));
  return id;
}

ObjectId Objects::add_blob(std::string_view content) {
  const Digest digest = digest_of(content, blob_seed);
  if (const ObjectId known = table_.find(digest); known != ObjectId::none) return known;
  return add(digest, hasher_.id("blob", content), Blob{std::string(content)});
}

ObjectId Objects::add_link(const Sha& commit) {
  return table_.intern(DigestBuilder(link_seed).add(key_of(commit)).finish(), [&] {
    return Object{commit, Link{"Subproject commit " + commit.hex() + '\n'}};
  });
}

std::string_view Objects::text(ObjectId id) const {
  if (const Blob* blob = this->blob(id)) return blob->content;
  const Link* link = get<Link>(id);
  return link == nullptr ? std::string_view() : std::string_view(link->text);
}

PersonId Objects::add_person(std::string_view name, std::string_view email) {
  const Digest digest =
      DigestBuilder(person_seed).add(digest_of(name, 1)).add(digest_of(email, 2)).finish();
  return persons_.intern(digest, [&] { return Person{std::string(name), std::string(email)}; });
}

// Links `commit`, whose parents are set, into the graph. A jump leads to the parent or, in the
// manner of skew-binary numbers, as far down as the parent's two jumps: any ancestor of the
// first-parent line is reached in O(log n) steps from O(1) space per commit.
void Objects::place_in_graph(Commit& commit) const {
  for_each_parent(commit, [&](ObjectId id) {
    const Commit& parent = *this->commit(id);
    commit.generation = std::max(commit.generation, parent.generation + 1);
    commit.linear = commit.linear && parent.linear;
  });
  if (commit.parents != nullptr && commit.parents->followed.size() > 1) commit.linear = false;
  if (commit.parent == ObjectId::none) return;
  const Commit& parent = *this->commit(commit.parent);
  commit.depth = parent.depth + 1;
  commit.jump = commit.parent;
  if (parent.jump == ObjectId::none) return;
  const Commit& first = *this->commit(parent.jump);
  if (first.jump == ObjectId::none) return;
  const Commit& second = *this->commit(first.jump);
  if (parent.depth - first.depth == first.depth - second.depth) commit.jump = first.jump;
}

ObjectId Objects::add_commit(ObjectId tree, std::span<const ObjectId> parents,
                             std::string_view message, const github::Signature& author,
                             const github::Signature& committer) {
  const PersonId person = add_person(author.name, author.email);
  const Time date = to_the_second(author.date);
  DigestBuilder builder(commit_seed);
  builder.add(number(tree))
      .add(number(person))
      .add(static_cast<std::uint64_t>(date.time_since_epoch().count()));
  builder.add(digest_of(message, commit_seed));
  for (const ObjectId parent : parents) builder.add(number(parent));
  const bool by_two = author != committer;
  const PersonId second = by_two ? add_person(committer.name, committer.email) : person;
  const Time committed_at = by_two ? to_the_second(committer.date) : date;
  if (by_two) {
    builder.add(number(second))
        .add(static_cast<std::uint64_t>(committed_at.time_since_epoch().count()));
  }
  const Digest digest = builder.finish();
  if (const ObjectId known = table_.find(digest); known != ObjectId::none) return known;

  std::string bytes = "tree " + sha(tree).hex() + '\n';
  for (const ObjectId parent : parents) bytes += "parent " + sha(parent).hex() + '\n';
  append_signature(bytes, "author", author);
  append_signature(bytes, "committer", committer);
  bytes += '\n';
  bytes += message;
  const Sha id = hasher_.id("commit", bytes);
  // A commit of a loaded history may carry the id that its content really has.
  if (const ObjectId known = find(id); known != ObjectId::none) return known;

  Commit commit{.tree = tree,
                .author = person,
                .committer = second,
                .authored_at = date,
                .committed_at = committed_at,
                .message = std::string(message)};
  if (!parents.empty()) commit.parent = parents.front();
  if (parents.size() > 1) {
    auto odd = std::make_unique<Commit::Parents>();
    for (const ObjectId parent : parents) odd->shown.push_back(sha(parent));
    odd->followed.assign(parents.begin(), parents.end());
    commit.parents = std::move(odd);
  }
  place_in_graph(commit);
  return add(digest, id, std::move(commit));
}

ObjectId Objects::import_commit(const Sha& sha, ObjectId tree, std::span<const Sha> parents,
                                std::string_view message, Time date) {
  if (const ObjectId known = find(sha); known != ObjectId::none) return known;
  const PersonId person = add_person("Developer", "developer@example.com");
  Commit commit{.tree = tree,
                .author = person,
                .committer = person,
                .authored_at = date,
                .committed_at = date,
                .message = std::string(message)};
  auto odd = std::make_unique<Commit::Parents>();
  odd->shown.assign(parents.begin(), parents.end());
  for (const Sha& parent : parents) {
    if (const ObjectId id = find(parent); this->commit(id) != nullptr) odd->followed.push_back(id);
  }
  if (!odd->followed.empty()) commit.parent = odd->followed.front();
  const bool usual = odd->shown.size() == odd->followed.size() && odd->shown.size() <= 1;
  if (!usual) commit.parents = std::move(odd);
  place_in_graph(commit);
  const Digest digest = DigestBuilder(imported_seed).add(key_of(sha)).finish();
  return add(digest, sha, std::move(commit));
}

ObjectId Objects::peeled(ObjectId id) const {
  while (const Tag* tag = this->tag(id)) id = tag->object;
  return id;
}

std::string_view Objects::type_of(ObjectId id) const {
  if (blob(id) != nullptr) return "blob";
  if (tree(id) != nullptr) return "tree";
  return tag(id) != nullptr ? "tag" : "commit";
}

ObjectId Objects::add_tag(ObjectId object, std::string_view name, std::string_view message,
                          const github::Signature& tagger) {
  const PersonId person = add_person(tagger.name, tagger.email);
  const Time date = to_the_second(tagger.date);
  const Digest digest = DigestBuilder(tag_seed)
                            .add(number(object))
                            .add(number(person))
                            .add(static_cast<std::uint64_t>(date.time_since_epoch().count()))
                            .add(digest_of(name, tag_seed))
                            .add(digest_of(message, tag_seed))
                            .finish();
  if (const ObjectId known = table_.find(digest); known != ObjectId::none) return known;
  std::string bytes = "object " + sha(object).hex() + "\ntype ";
  bytes.append(type_of(object)).append("\ntag ").append(name) += '\n';
  append_signature(bytes, "tagger", tagger);
  bytes += '\n';
  bytes += message;
  return add(digest, hasher_.id("tag", bytes),
             Tag{object, person, date, std::string(name), std::string(message)});
}

github::Signature Objects::signature(PersonId who, Time when) const {
  return {persons_[who].name, persons_[who].email, when};
}

github::Commit Objects::show(ObjectId id) const {
  const Commit& commit = *this->commit(id);
  github::Commit shown{.sha = sha(id),
                       .tree = sha(commit.tree),
                       .parents = {},
                       .message = commit.message,
                       .author = signature(commit.author, commit.authored_at),
                       .committer = signature(commit.committer, commit.committed_at)};
  if (commit.parents != nullptr) {
    shown.parents = commit.parents->shown;
  } else if (commit.parent != ObjectId::none) {
    shown.parents.push_back(sha(commit.parent));
  }
  return shown;
}

}  // namespace regent::fake
