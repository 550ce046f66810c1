#include "effects/https/rest_line.h"

#include <algorithm>

namespace regent::https {
namespace {

std::string number(github::PullNumber pull) {
  return std::to_string(static_cast<std::uint32_t>(pull));
}

std::string page(std::uint32_t page, std::uint32_t size) {
  return "per_page=" + std::to_string(size) + "&page=" + std::to_string(page);
}

// `heads/main` of `refs/heads/main`: REST's paths leave `refs/` out.
std::string_view ref_path(std::string_view ref) {
  constexpr std::string_view directory = "refs/";
  return ref.starts_with(directory) ? ref.substr(directory.size()) : ref;
}

std::string_view word(github::PullFilter filter) {
  switch (filter) {
    case github::PullFilter::open:
      return "open";
    case github::PullFilter::closed:
      return "closed";
    case github::PullFilter::all:
      break;
  }
  return "all";
}

using Line = std::optional<RestLine>;

class Lines {
 public:
  Lines(const RepositoryName& repository, const UrlSpelling& spelling)
      : repository_(repository),
        spelling_(spelling),
        root_("/repos/" + spelling.value(repository.owner) + '/' +
              spelling.value(repository.name)) {}

  Line operator()(const github::Observe&) const { return std::nullopt; }
  Line operator()(const github::ObserveFile&) const { return std::nullopt; }
  Line operator()(const github::ObservePull&) const { return std::nullopt; }
  Line operator()(const github::ObservePulls&) const { return std::nullopt; }
  Line operator()(const github::EditPull&) const { return std::nullopt; }
  Line operator()(const github::UpdateRefs&) const { return std::nullopt; }

  Line operator()(const github::GetRef& r) const {
    return get("/git/ref/" + spelling_.path(ref_path(r.ref)));
  }
  Line operator()(const github::ListMatchingRefs& r) const {
    return get("/git/matching-refs/" + spelling_.path(ref_path(r.prefix)));
  }
  Line operator()(const github::GetCommit& r) const { return get("/git/commits/" + r.sha.hex()); }
  Line operator()(const github::CompareCommits& r) const {
    return get("/compare/" + r.base.hex() + "..." + r.head.hex() + '?' + page(r.page, 250));
  }
  Line operator()(const github::ListCommits& r) const {
    return get("/commits?sha=" + r.from.hex() + '&' + page(r.page, 100));
  }
  Line operator()(const github::GetContents& r) const {
    return get("/contents/" + spelling_.path(r.path) + "?ref=" + r.commit.hex());
  }
  Line operator()(const github::ListPulls& r) const {
    std::string path = "/pulls?state=" + std::string(word(r.state));
    if (!r.head.empty()) path += "&head=" + spelling_.value(repository_.owner + ':' + r.head);
    if (!r.base.empty()) path += "&base=" + spelling_.value(r.base);
    return get(path + "&sort=created&direction=desc&" + page(r.page, 100));
  }
  Line operator()(const github::GetPull& r) const { return get("/pulls/" + number(r.number)); }
  Line operator()(const github::SearchPulls& r) const {
    const std::string terms = "repo:" + repository_.owner + '/' + repository_.name +
                              " is:pr is:open head:" + r.head_prefix;
    return RestLine{"GET", "/search/issues?q=" + spelling_.value(terms) +
                               "&sort=created&order=desc&per_page=100"};
  }
  Line operator()(const github::GetReleaseByTag& r) const {
    return get("/releases/tags/" + spelling_.path(r.tag_name));
  }
  Line operator()(const github::CreateTree&) const { return at("POST", "/git/trees"); }
  Line operator()(const github::CreateCommit&) const { return at("POST", "/git/commits"); }
  Line operator()(const github::CreateRef&) const { return at("POST", "/git/refs"); }
  Line operator()(const github::UpdateRef& r) const {
    return at("PATCH", "/git/refs/" + spelling_.path(ref_path(r.ref)));
  }
  Line operator()(const github::DeleteRef& r) const {
    return at("DELETE", "/git/refs/" + spelling_.path(ref_path(r.ref)));
  }
  Line operator()(const github::CreatePull&) const { return at("POST", "/pulls"); }
  Line operator()(const github::UpdatePull& r) const {
    return at("PATCH", "/pulls/" + number(r.number));
  }
  Line operator()(const github::MergePull& r) const {
    return at("PUT", "/pulls/" + number(r.number) + "/merge");
  }
  Line operator()(const github::AddLabels& r) const {
    return at("POST", "/issues/" + number(r.number) + "/labels");
  }
  Line operator()(const github::CreateRelease&) const { return at("POST", "/releases"); }

 private:
  RestLine at(std::string_view method, const std::string& path) const {
    return {method, root_ + path};
  }
  RestLine get(const std::string& path) const { return at("GET", path); }

  const RepositoryName& repository_;
  const UrlSpelling& spelling_;
  std::string root_;
};

std::string with_plus_signs(std::string_view text) {
  std::string readable(text);
  std::ranges::replace(readable, ' ', '+');
  return readable;
}

}  // namespace

UrlSpelling readable() { return {with_plus_signs, with_plus_signs}; }

std::optional<RestLine> rest_line(const RepositoryName& repository, const github::Request& request,
                                  const UrlSpelling& spelling) {
  return std::visit(Lines(repository, spelling), request);
}

}  // namespace regent::https
