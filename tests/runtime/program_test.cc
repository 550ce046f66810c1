// `regent` itself: help, version, streams.
#include <gtest/gtest.h>

#include "tests/runtime/process.h"

namespace regent::runtime {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Program, ExplainsItselfAndEachCommandWithExamples) {
  const Ended all = regent({"--help"});
  EXPECT_EQ(all.status, 0);
  for (const std::string command : {"simulate", "scenario", "next", "changelog", "semver"}) {
    EXPECT_TRUE(holds(all.out, "\n  " + command + " ")) << command;
    const Ended one = regent({command, "--help"});
    EXPECT_EQ(one.status, 0);
    EXPECT_EQ(one.err, "");
    EXPECT_TRUE(holds(one.out, "Usage: regent " + command)) << one.out;
    EXPECT_TRUE(holds(one.out, "Examples:\n")) << one.out;
  }
  EXPECT_TRUE(holds(regent({"semver", "sort", "--help"}).out, "Usage: regent semver sort"));
}

TEST(Program, KnowsItsVersion) {
  const Ended ended = regent({"--version"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out.substr(0, 7), "regent ");
}

TEST(Program, RefusesWhatIsNoCommandInOneLine) {
  const Ended none = regent({});
  EXPECT_EQ(none.status, 2);
  EXPECT_TRUE(holds(none.err, "regent: a command is needed: simulate, ")) << none.err;
  const Ended unknown = regent({"simulat"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_TRUE(holds(unknown.err, "regent: \"simulat\": is not a command")) << unknown.err;
  EXPECT_EQ(std::count(unknown.err.begin(), unknown.err.end(), '\n'), 1);
  const Ended option = regent({"--colour"});
  EXPECT_EQ(option.status, 2);
  EXPECT_TRUE(holds(option.err, "regent: \"--colour\": is not an option")) << option.err;
  const Ended inner = regent({"semver"});
  EXPECT_EQ(inner.status, 2);
  EXPECT_TRUE(holds(inner.err, "regent: a command is needed: valid, sort")) << inner.err;
}

TEST(Program, SaysWhenItsOutputCannotBeWritten) {
  const Ended full = shell("\"$regent\" --version > /dev/full");
  EXPECT_EQ(full.status, 2);
  EXPECT_EQ(full.err, "regent: standard output: no space left on device\n");
  const Ended closed = shell("\"$regent\" --version >&-");
  EXPECT_EQ(closed.status, 2);
  EXPECT_EQ(closed.err, "regent: standard output: bad file descriptor\n");
}

TEST(Program, NeedsNoOtherStream) {
  EXPECT_EQ(shell("\"$regent\" --version <&- 2>&-").status, 0);
  EXPECT_EQ(shell("\"$regent\" --nonsense 2>&-").status, 2);
}

}  // namespace
}  // namespace regent::runtime
