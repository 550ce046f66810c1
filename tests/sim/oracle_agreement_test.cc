// The product's reading of commits and the oracle's, written apart from each other, come to the
// same release and the same list. Where both are known to differ on purpose no message is
// generated: reverts that name a commit otherwise than by "This reverts commit", `BREAKING CHANGE
// #`, remarks after a Release-As version, and release commits that the bot does not write.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/wanted.h"
#include "sim/oracle.h"

namespace regent::sim {
namespace {

using rc::gen::element;

Sha sha_of(std::size_t number) {
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>((number + 3) * (i + 1) * 41);
  }
  return Sha(bytes);
}

std::string any_body() {
  std::string body;
  for (const auto& part : *rc::gen::resize(
           4, rc::gen::container<std::vector<std::string>>(element<std::string>(
                  "\n", "\r\n", "\n\n", "\n\nbody text", "\nBREAKING CHANGE: x",
                  "\n\nBREAKING-CHANGE: y\nmore", "\n BREAKING CHANGE: no", "\nBREAKING CHANGE:\nz",
                  "\nBREAKING CHANGES: no", "\nRelease-As: 1.5.0", "\n\nrelease-as: 3.0.0-rc.1",
                  "\nRelease-As: 0.1.0", "\nRelease-As: x", "\r\nRelease-As: 2.2.2\r\n",
                  "\nRefs: #1", "\n* feat: q")))) {
    body += part;
  }
  return body;
}

std::string any_header() {
  return *element<std::string>("feat", "fix", "FIX", "perf", "revert", "docs", "chore",
                               "chore(main)", "feat(a)", "fix(b-c)", "Merge", "1", "feat(",
                               "feat()") +
         *element<std::string>(": ", ": ", ": ", "!: ", ":", "! :", "", " : ") +
         *element<std::string>("x", "releases 1.2.3", "add y (#12)", "(#12)", "", "  z ");
}

std::string any_revert_of(const std::string& message, const Sha& sha) {
  const std::string header = message.substr(0, message.find('\n'));
  const auto digits = *rc::gen::inRange<std::size_t>(7, 41);
  return *element<std::string>("Revert \"" + header + "\"", "Reapply \"" + header + "\"",
                               "revert: " + header, "Revert \"" + header + "\" (#9)",
                               "Revert " + header) +
         *element<std::string>("\n\n", "\r\n\r\n", "\n\ntext\n\n") + "This reverts commit " +
         sha.hex().substr(0, digits) + *element<std::string>(".", "", ", reversing", " now");
}

std::string any_message(const std::vector<std::string>& earlier) {
  if (!earlier.empty() && *rc::gen::inRange(0, 4) == 0) {
    const auto reverted = *rc::gen::inRange<std::size_t>(0, earlier.size());
    return any_revert_of(earlier[reverted], sha_of(reverted)) + any_body();
  }
  if (*rc::gen::inRange(0, 12) == 0) {
    return *element<std::string>("chore(release): 1.2.3", "chore(release): 1.2.3 (#3)",
                                 "chore(release): 1.2.3\n\nBREAKING CHANGE: listed");
  }
  return *element<std::string>("", "", "", "", "Merge pull request #12 from a/b\n\n",
                               "Merge pull request #12 from a/b\r\n\r\n", " \n",
                               "Merge pull request #1x from\n\n") +
         any_header() + any_body();
}

RC_GTEST_PROP(OracleAgreement, TheProductAndTheOracleReadTheSameRelease, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 7);
  std::vector<std::string> messages;
  while (messages.size() < count) messages.push_back(any_message(messages));
  std::vector<CommitView> commits;
  std::vector<OracleCommit> oracle_commits;
  for (std::size_t i = 0; i < count; ++i) {
    commits.push_back({sha_of(i), messages[i]});
    oracle_commits.push_back({sha_of(i), messages[i]});
  }
  const auto last =
      *element<std::string>("", "1.2.3", "0.3.1", "0.0.0", "2.0.0-rc.1", "1.4.0-beta");
  ReleaseRules rules;
  OracleRules oracle_rules;
  rules.before_1_0_0_breaking_bumps_minor = oracle_rules.major_is_minor_before_1_0_0 =
      *rc::gen::arbitrary<bool>();
  rules.before_1_0_0_feature_bumps_patch = oracle_rules.minor_is_patch_before_1_0_0 =
      *rc::gen::arbitrary<bool>();

  const auto last_version = last.empty() ? std::nullopt : std::optional(*Version::parse(last));
  const auto computed = wanted(last_version, commits, rules, ChangelogConfig{});
  auto expected = expected_release(last, oracle_commits, oracle_rules);

  RC_ASSERT(computed.has_value() == expected.has_value());
  if (!computed) return;
  RC_ASSERT(computed->version.to_string() == expected->version);
  std::vector<Sha> listed;
  for (const Entry& entry : computed->changelog.entries()) listed.push_back(entry.commit);
  std::ranges::sort(expected->listed);
  RC_ASSERT(listed == expected->listed);
}

}  // namespace
}  // namespace regent::sim
