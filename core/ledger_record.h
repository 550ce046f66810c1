// The ledger: one ref per base whose commits hold the protocol's whole state.
//
// `refs/release-regent/<base>` points to a commit whose message is one line for people, a blank
// line, and this record as canonical JSON. The commit's parent is the previous ledger commit, so
// `git log refs/release-regent/main` is the history of every decision (protocol.md, "The ledger
// protocol"). The codec is core's own because the format is part of the protocol: one spelling for
// each record, refused when it is anything else, so that equal records have equal commit ids.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/github.h"
#include "core/semver.h"
#include "core/sha.h"
#include "core/time.h"

namespace regent {

// A release that exists as a tag.
struct Released {
  Version version;
  Sha commit;
  friend bool operator==(const Released&, const Released&) = default;
};

// The right to send one `POST /pulls` for a branch, given by the swing that recorded it.
//
// Safety does not rest on the lease: each claim has a branch name of its own unless the previous
// claim's PR is known, so at most one create can ever be under way for one head. The lease only
// tells when waiting for a silent holder stops being worth it.
struct Claim {
  std::string holder;          // the run that may post
  Time since{};                // GitHub's clock at the observation before the swing
  github::PullNumber after{};  // PRs of this head up to this number belong to older claims
  friend bool operator==(const Claim&, const Claim&) = default;
};

// The release that is wanted, and where it stands on GitHub.
struct Proposal {
  Version version;
  std::string branch;                      // without `refs/heads/`
  Sha commit;                              // what the release branch points to
  Sha base_sha;                            // the base's head when this was computed
  std::uint64_t content = 0;               // fingerprint of the rendered changelog section
  std::optional<github::PullNumber> pull;  // nullopt: the claim is not settled yet
  std::optional<Claim> claim;
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

// A proposal that was superseded and whose PR may still be merged, or may still appear.
struct Predecessor {
  Version version;
  std::string branch;
  Sha commit;
  std::optional<github::PullNumber> pull;  // of its last claim, where that was settled
  github::PullNumber after{};              // of its last claim
  // When its branch was seen to be gone. The swing that retires it cannot know when it will land,
  // so this is for a later ledger to say.
  std::optional<Time> gone_at{};
  friend bool operator==(const Predecessor&, const Predecessor&) = default;
};

// A branch that was given up. The holder of its claim may sleep for any time and then still send
// its `POST /pulls`, and its PR may be reopened while there is a head: so no branch gets this name
// again before the version is released.
struct SpentBranch {
  Version version;
  std::string branch;
  friend bool operator==(const SpentBranch&, const SpentBranch&) = default;
};

// A tag whose release object is not known to exist yet.
struct Publishing {
  Released release;
  Sha previous;  // the release before it, zero: none; the notes are the commits between
  friend bool operator==(const Publishing&, const Publishing&) = default;
};

struct LedgerRecord {
  static constexpr std::uint32_t schema = 1;

  std::uint64_t epoch = 0;
  std::optional<Released> last;
  std::optional<Proposal> proposal;
  std::vector<Predecessor> predecessors;
  std::vector<SpentBranch> spent;
  // PRs up to this number are of proposals before this one: a branch's name may have carried them.
  github::PullNumber after{};
  std::optional<Sha> idle_base;  // nothing is wanted there, though something was shortly before
  std::optional<Publishing> publishing;
  friend bool operator==(const LedgerRecord&, const LedgerRecord&) = default;
};

struct LedgerError {
  std::size_t position = 0;  // byte in the commit message
  std::string reason;
};

// The full name of the ledger of `base`.
[[nodiscard]] std::string ledger_ref(std::string_view base);

// The commit message that holds `record`. One record has exactly one message.
[[nodiscard]] std::string encode(const LedgerRecord& record);

// The record in a commit message; refuses anything that `encode` would not have written.
[[nodiscard]] std::expected<LedgerRecord, LedgerError> decode(std::string_view message);

}  // namespace regent
