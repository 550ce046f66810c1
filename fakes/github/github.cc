#include "fakes/github/github.h"

#include "core/assert.h"
#include "fakes/github/responses.h"

namespace regent::fake {
namespace {

bool has_name(const Repository& repository, std::string_view full_name) {
  const std::string_view owner = repository.owner();
  const std::string_view name = repository.name();
  return full_name.size() == owner.size() + 1 + name.size() && full_name.starts_with(owner) &&
         full_name[owner.size()] == '/' && full_name.ends_with(name);
}

}  // namespace

GitHub::GitHub(Repository repository) { repositories_.push_back(std::move(repository)); }

void GitHub::add(Repository repository) {
  const std::string full_name =
      std::string(repository.owner()) + '/' + std::string(repository.name());
  REGENT_ASSERT(find(full_name) == nullptr, "owner and name identify a repository");
  repositories_.push_back(std::move(repository));
}

Repository* GitHub::find(std::string_view full_name) {
  for (Repository& repository : repositories_) {
    if (has_name(repository, full_name)) return &repository;
  }
  return nullptr;
}

github::Response GitHub::handle(Repository& repository, const github::Request& request,
                                const Circumstances& circumstances) {
  const Settings& settings = repositories_.front().settings();
  std::optional<github::Response> refusal =
      limits_.admit(settings, charge_of(request), circumstances.now);
  github::Response response =
      refusal ? *std::move(refusal) : repository.handle(request, circumstances);
  if (response.status == 304) limits_.refund();
  response.headers.date = std::chrono::floor<std::chrono::seconds>(circumstances.now);
  // An injected exhaustion says so itself.
  const bool told = circumstances.failure == Failure::primary_limit_403 ||
                    circumstances.failure == Failure::primary_limit_429;
  if (!told) limits_.stamp(settings, circumstances.now, response.headers);
  return response;
}

std::optional<github::Response> GitHub::admit(Charge charge, Time now) {
  return limits_.admit(repository().settings(), charge, now);
}

void GitHub::stamp(Time now, github::Headers& headers) const {
  limits_.stamp(repository().settings(), now, headers);
}

github::Response GitHub::handle(std::string_view full_name, const github::Request& request,
                                const Circumstances& circumstances) {
  if (Repository* repository = find(full_name)) return handle(*repository, request, circumstances);
  github::Response response = not_found();
  response.headers.date = std::chrono::floor<std::chrono::seconds>(circumstances.now);
  limits_.stamp(repositories_.front().settings(), circumstances.now, response.headers);
  return response;
}

GitHub GitHub::fork() const {
  GitHub copy = *this;
  for (Repository& repository : copy.repositories_) repository = repository.fork();
  return copy;
}

Digest GitHub::digest() const {
  constexpr std::uint64_t github_seed = 51;
  DigestBuilder builder(github_seed);
  builder.add(limits_.digest());
  for (const Repository& repository : repositories_) builder.add(repository.digest());
  return builder.finish();
}

}  // namespace regent::fake
