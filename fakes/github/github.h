// The simulated GitHub as an installed app sees it: repositories and one set of rate limits.
//
// A value, like the repositories in it. Copies share pools: see repository.h for threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "fakes/github/circumstances.h"
#include "fakes/github/digest.h"
#include "fakes/github/limits.h"
#include "fakes/github/repository.h"

namespace regent::fake {

class GitHub {
 public:
  // With one repository: the common case, and the one that `handle(request, circumstances)` serves.
  explicit GitHub(Repository repository);

  // Adds another one; its owner and name must be new.
  void add(Repository repository);

  // Answers for the first repository: charges the limits, handles, stamps the headers.
  [[nodiscard]] github::Response handle(const github::Request& request,
                                        const Circumstances& circumstances) {
    return handle(repositories_.front(), request, circumstances);
  }
  // The same for `owner/name`; 404 when the app cannot see such a repository.
  [[nodiscard]] github::Response handle(std::string_view full_name, const github::Request& request,
                                        const Circumstances& circumstances);

  [[nodiscard]] Repository& repository() { return repositories_.front(); }
  [[nodiscard]] const Repository& repository() const { return repositories_.front(); }
  [[nodiscard]] Repository* find(std::string_view full_name);
  [[nodiscard]] const std::vector<Repository>& repositories() const { return repositories_; }

  // For callers that ask repositories themselves, several things per request: counts one, or
  // refuses it; takes the charge back; fills in the headers of the limit.
  [[nodiscard]] std::optional<github::Response> admit(Charge charge, Time now);
  void refund() { limits_.refund(); }
  void stamp(Time now, github::Headers& headers) const;

  // Requests that are left in the hour of `now`; the settings are the first repository's.
  [[nodiscard]] std::uint32_t rate_limit_remaining(Time now) const {
    return limits_.remaining(repository().settings(), now);
  }

  // Copies every repository as `Repository::fork` does.
  [[nodiscard]] GitHub fork() const;

  [[nodiscard]] Digest digest() const;
  friend bool operator==(const GitHub&, const GitHub&) = default;

 private:
  github::Response handle(Repository& repository, const github::Request& request,
                          const Circumstances& circumstances);

  std::vector<Repository> repositories_;
  Limits limits_;
};

}  // namespace regent::fake
