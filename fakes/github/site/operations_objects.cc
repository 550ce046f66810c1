// Git's objects.
#include <expected>
#include <nlohmann/json.hpp>

#include "fakes/github/base64.h"
#include "fakes/github/responses.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/operations.h"

namespace regent::fake::site {
namespace {

// GitHub's own words for an id that is none.
constexpr std::string_view bad_sha =
    "The sha parameter must be exactly 40 characters and contain only [0-9a-f].";

struct Author {
  github::Signature signature;
  std::string fault;
};

// `{"name","email","date"?}`; without one it is `otherwise`.
Author author_of(const Json& body, const char* key, const github::Signature& otherwise, Time now) {
  const auto it = body.find(key);
  if (it == body.end() || it->is_null()) return {otherwise, {}};
  const auto text = [&](const char* member) -> std::string {
    const auto value = it->find(member);
    return value != it->end() && value->is_string() ? value->get<std::string>() : std::string();
  };
  const std::string place = std::string("Invalid request.\n\n\"") + key;
  if (!it->is_object()) return {{}, place + "\" is not an object."};
  Author author{{text("name"), text("email"), now}, {}};
  if (author.signature.name.empty()) author.fault = place + ".name\" wasn't supplied.";
  if (author.signature.email.empty()) author.fault = place + ".email\" wasn't supplied.";
  if (const std::string date = text("date"); !date.empty()) {
    const auto parsed = parse_iso_date(date);
    if (!parsed) return {{}, place + ".date\" is not an ISO 8601 date."};
    author.signature.date = *parsed;
  }
  return author;
}

// SPEC, git/create-tag: a tag of a tag cannot be made.
std::optional<ObjectKind> taggable(std::string_view type) {
  if (type == "commit") return ObjectKind::commit;
  if (type == "tree") return ObjectKind::tree;
  if (type == "blob") return ObjectKind::blob;
  return std::nullopt;
}

std::optional<ObjectKind> kind_in_tree(std::string_view type) {
  return type == "commit" ? std::optional(ObjectKind::commit) : taggable(type);
}

// GitHub's words, as clients saw them (PyGithub's users; SPEC says only 422).
std::expected<WriteTree::Entry, std::string> tree_entry(const Json& json) {
  const auto text = [&](const char* key) -> std::optional<std::string> {
    const auto it = json.find(key);
    if (it == json.end() || !it->is_string()) return std::nullopt;
    return it->get<std::string>();
  };
  if (!json.is_object()) return std::unexpected("Must supply a valid tree entry");
  WriteTree::Entry entry{.path = text("path").value_or(""), .object = {}, .content = {}};
  if (entry.path.empty()) return std::unexpected("Must supply tree.path");
  if (entry.path.starts_with('/')) return std::unexpected("tree.path cannot start with a slash");
  entry.content = text("content");
  const auto hex = text("sha");
  if (entry.content.has_value() == json.contains("sha"))
    return std::unexpected(
        "Must supply either tree.sha or tree.content. Request will be rejected if both are "
        "present.");
  if (const auto type = text("type")) entry.kind = kind_in_tree(*type);
  if (hex) entry.object = Sha::parse(*hex);
  if (hex && !entry.object)
    return std::unexpected("tree.sha " + *hex + " is not a valid " + text("type").value_or("blob"));
  const auto mode = parse_file_mode(text("mode").value_or(""));
  if (!mode) return std::unexpected("Must supply a valid tree.mode");
  if (*mode == FileMode::directory && entry.content)
    return std::unexpected("A subdirectory may not have content");
  entry.mode = *mode;
  return entry;
}

}  // namespace

HttpResponse get_git_commit(Call& call) {
  const auto sha = Sha::parse(call.argument(0));
  if (!sha) return refusal(call, 422, bad_sha);
  const github::Response response = call.send(github::GetCommit{*sha});
  const auto* commit = response.as<github::Commit>();
  return commit == nullptr ? refusal(call, response)
                           : json_reply(call.present().git_commit(*commit));
}

HttpResponse create_git_commit(Call& call) {
  Fields fields(call);
  WriteCommit request;
  request.message = fields.required_text("message");
  static_cast<void>(fields.required_text("tree"));
  const auto tree = fields.sha("tree");
  const auto parents = fields.texts("parents");
  if (auto refused = fields.refusal()) return *std::move(refused);
  request.tree = *tree;
  for (const std::string& hex : parents.value_or(std::vector<std::string>())) {
    const auto parent = Sha::parse(hex);
    if (!parent) return refusal(call, 422, bad_sha);
    request.parents.push_back(*parent);
  }
  const Time now = call.circumstances.now;
  const github::Signature viewer{call.viewer.login, call.viewer.login + "@users.noreply.github.com",
                                 now};
  const Author author = author_of(call.body, "author", viewer, now);
  const Author committer = author_of(call.body, "committer", author.signature, now);
  for (const Author* who : {&author, &committer})
    if (!who->fault.empty()) return refusal(call, 422, who->fault);
  request.author = author.signature;
  request.committer = committer.signature;
  const github::Response response = call.send(SiteRequest(request));
  const auto* made = response.as<github::ObjectId>();
  if (made == nullptr) return refusal(call, response);
  return json_reply(call.present().git_commit(*call.repository->whole_commit(made->sha)), 201);
}

HttpResponse get_git_tag(Call& call) {
  const auto sha = Sha::parse(call.argument(0));
  if (!sha) return refusal(call, 422, bad_sha);
  const auto tag = call.repository->annotated_tag(*sha);
  return tag ? json_reply(call.present().git_tag(*tag)) : refusal(call, not_found());
}

HttpResponse create_git_tag(Call& call) {
  Fields fields(call);
  WriteTag request;
  request.name = fields.required_text("tag");
  request.message = fields.required_text("message");
  static_cast<void>(fields.required_text("object"));
  const std::string type = fields.required_text("type");
  const auto object = fields.sha("object");
  if (auto refused = fields.refusal()) return *std::move(refused);
  const auto kind = taggable(type);
  if (!kind)
    return refusal(
        call, 422,
        "Invalid request.\n\n" + type + " is not a member of [\"commit\", \"tree\", \"blob\"].");
  request.object = *object;
  request.kind = *kind;
  const Time now = call.circumstances.now;
  const Author tagger =
      author_of(call.body, "tagger",
                {call.viewer.login, call.viewer.login + "@users.noreply.github.com", now}, now);
  if (!tagger.fault.empty()) return refusal(call, 422, tagger.fault);
  request.tagger = tagger.signature;
  const github::Response response = call.send(SiteRequest(std::move(request)));
  const auto* made = response.as<github::ObjectId>();
  if (made == nullptr) return refusal(call, response);
  return json_reply(call.present().git_tag(*call.repository->annotated_tag(made->sha)), 201);
}

HttpResponse get_tree(Call& call) {
  auto sha = Sha::parse(call.argument(0));
  if (!sha || call.repository->kind(*sha) != ObjectKind::tree) {
    const auto commit = call.resolve(call.argument(0));
    if (!commit) return refusal(call, not_found());
    sha = call.repository->commit(*commit)->tree;
  }
  const bool recursive = call.target.query("recursive").has_value();
  return json_reply(call.present().tree(*sha, recursive));
}

HttpResponse create_tree(Call& call) {
  Fields fields(call);
  const auto base = fields.sha("base_tree");
  if (auto refused = fields.refusal()) return *std::move(refused);
  const auto entries = call.body.find("tree");
  if (entries == call.body.end() || !entries->is_array())
    return refusal(call, not_supplied("tree"));
  WriteTree request{.base_tree = base.value_or(Sha{}), .entries = {}};
  // A commit's id stands for its tree.
  if (const auto commit = call.repository->commit(request.base_tree))
    request.base_tree = commit->tree;
  for (const Json& json : *entries) {
    auto entry = tree_entry(json);
    if (!entry) return refusal(call, 422, entry.error());
    request.entries.push_back(*std::move(entry));
  }
  const github::Response response = call.send(SiteRequest(std::move(request)));
  const auto* made = response.as<github::ObjectId>();
  if (made == nullptr) return refusal(call, response);
  return json_reply(call.present().tree(made->sha, false), 201);
}

HttpResponse get_blob(Call& call) {
  const auto sha = Sha::parse(call.argument(0));
  if (!sha) return refusal(call, 422, bad_sha);
  const auto text = call.repository->blob(*sha);
  if (!text) return refusal(call, not_found());
  if (find_header(call.http.headers, "Accept").find("raw") != std::string_view::npos)
    return {200,
            {{"Content-Type", "application/vnd.github.raw+json; charset=utf-8"}},
            std::string(*text)};
  return json_reply(call.present().blob(*sha, *text));
}

HttpResponse create_blob(Call& call) {
  Fields fields(call);
  std::string content = fields.required_text("content");
  const std::string encoding = fields.text("encoding").value_or("utf-8");
  if (auto refused = fields.refusal()) return *std::move(refused);
  if (encoding == "base64") {
    auto decoded = from_base64(content);
    if (!decoded) return refusal(call, 422, "content is not valid Base64");
    content = *std::move(decoded);
  } else if (encoding != "utf-8") {
    return refusal(call, 422, "encoding must be utf-8 or base64");
  }
  const github::Response response = call.send(SiteRequest(CreateBlob{std::move(content)}));
  const auto* made = response.as<github::ObjectId>();
  if (made == nullptr) return refusal(call, response);
  const std::string sha = made->sha.hex();
  return json_reply(
      {{"sha", sha},
       {"url", call.links.repository(call.path[0] + '/' + call.path[1]) + "/git/blobs/" + sha}},
      201);
}

}  // namespace regent::fake::site
