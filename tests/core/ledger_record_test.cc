// The ledger's record: one record, one message; anything else is refused with its place.
#include "core/ledger_record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regent {
namespace {

Sha sha_of(std::uint8_t byte) {
  std::array<std::uint8_t, Sha::size_bytes> bytes{};
  bytes.fill(byte);
  return Sha(bytes);
}

rc::Gen<Sha> any_sha() { return rc::gen::map(rc::gen::arbitrary<std::uint8_t>(), sha_of); }

rc::Gen<Version> any_version() {
  return rc::gen::apply([](std::uint16_t major, std::uint16_t minor,
                           std::uint16_t patch) { return Version(major, minor, patch); },
                        rc::gen::arbitrary<std::uint16_t>(), rc::gen::arbitrary<std::uint16_t>(),
                        rc::gen::arbitrary<std::uint16_t>());
}

rc::Gen<Time> any_time() {
  return rc::gen::map(rc::gen::arbitrary<std::int32_t>(),
                      [](std::int32_t ms) { return Time(Duration(std::int64_t{ms} * 1000)); });
}

LedgerRecord any_record() {
  LedgerRecord record;
  record.epoch = *rc::gen::arbitrary<std::uint64_t>();
  if (*rc::gen::arbitrary<bool>()) record.last = Released{*any_version(), *any_sha()};
  if (*rc::gen::arbitrary<bool>()) {
    Proposal& proposal = record.proposal.emplace();
    proposal.version = *any_version();
    proposal.branch = *rc::gen::arbitrary<std::string>();
    proposal.commit = *any_sha();
    proposal.base_sha = *any_sha();
    proposal.content = *rc::gen::arbitrary<std::uint64_t>();
    if (*rc::gen::arbitrary<bool>())
      proposal.pull = github::PullNumber{*rc::gen::arbitrary<std::uint32_t>()};
    if (*rc::gen::arbitrary<bool>())
      proposal.claim = Claim{*rc::gen::arbitrary<std::string>(), *any_time(),
                             github::PullNumber{*rc::gen::arbitrary<std::uint32_t>()}};
  }
  const auto predecessors = *rc::gen::inRange(0, 3);
  for (int i = 0; i < predecessors; ++i) {
    Predecessor predecessor{*any_version(),       *rc::gen::arbitrary<std::string>(),
                            *any_sha(),           std::nullopt,
                            github::PullNumber{}, std::nullopt};
    if (*rc::gen::arbitrary<bool>()) predecessor.pull = github::PullNumber{7};
    if (*rc::gen::arbitrary<bool>()) predecessor.gone_at = *any_time();
    record.predecessors.push_back(std::move(predecessor));
  }
  const auto spent = *rc::gen::inRange(0, 3);
  for (int i = 0; i < spent; ++i)
    record.spent.push_back({*any_version(), *rc::gen::arbitrary<std::string>()});
  if (*rc::gen::arbitrary<bool>()) record.idle_base = *any_sha();
  if (*rc::gen::arbitrary<bool>())
    record.publishing = Publishing{{*any_version(), *any_sha()}, *any_sha()};
  return record;
}

RC_GTEST_PROP(LedgerRecord, DecodeIsTheInverseOfEncode, ()) {
  const LedgerRecord record = any_record();
  const auto decoded = decode(encode(record));
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(*decoded == record);
}

RC_GTEST_PROP(LedgerRecord, WhatIsAcceptedIsWhatEncodeWouldWrite, ()) {
  std::string message = encode(any_record());
  const auto at = *rc::gen::inRange<std::size_t>(0, message.size());
  message[at] = *rc::gen::arbitrary<char>();
  if (const auto decoded = decode(message)) RC_ASSERT(encode(*decoded) == message);
}

RC_GTEST_PROP(LedgerRecord, RefusesArbitraryTextWithoutCrashing, (const std::string& text)) {
  const auto decoded = decode(text);
  RC_ASSERT((!decoded || encode(*decoded) == text));
}

TEST(LedgerRecord, IsReadableInAGitLog) {
  LedgerRecord record;
  record.epoch = 7;
  Proposal& proposal = record.proposal.emplace();
  proposal.version = Version(1, 2, 3);
  proposal.branch = "release/v1.2.3";
  EXPECT_EQ(encode(record),
            "release-regent: epoch 7, propose 1.2.3\n\n"
            R"({"schema":1,"epoch":7,"proposal":{"version":"1.2.3","branch":"release/v1.2.3",)"
            R"("commit":"0000000000000000000000000000000000000000",)"
            R"("base":"0000000000000000000000000000000000000000","content":"0000000000000000"}})"
            "\n");
}

TEST(LedgerRecord, SaysWhereAForeignMessageStopsBeingALedger) {
  const auto decoded = decode("release-regent: epoch 7\n\n{\"schema\":2,\"epoch\":7}\n");
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().position, 25U);
  EXPECT_EQ(decoded.error().reason, R"(expected {"schema":1,"epoch":)");
}

TEST(LedgerRecord, RefusesAHeadlineThatBelongsToAnotherRecord) {
  const auto decoded = decode("release-regent: epoch 8\n\n{\"schema\":1,\"epoch\":7}\n");
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().reason, "the first line does not belong to the record");
}

}  // namespace
}  // namespace regent
