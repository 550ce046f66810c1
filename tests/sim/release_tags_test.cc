// Which versions a repository's tags release, and in which order.
#include "sim/release_tags.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/oracle.h"

namespace regent::sim {
namespace {

std::vector<std::string> versions(ReleaseTags& tags, const fake::Repository& github) {
  std::vector<std::string> out;
  for (const ReleaseTags::Tag& tag : tags.highest_first(github)) out.push_back(tag.version);
  return out;
}

TEST(ReleaseTags, TheHighestVersionIsTheFirstWhateverTheOrderOfTheNames) {
  fake::Repository github;
  const Sha commit = github.initialize("chore: start", Time{});
  for (const char* name : {"v1.9.0", "v1.10.0", "v0.99.99", "nightly", "v2.0.0-rc.1"})
    github.set_tag(name, commit);
  ReleaseTags tags("v");
  EXPECT_EQ(versions(tags, github), (std::vector<std::string>{"1.10.0", "1.9.0", "0.99.99"}));
}

TEST(ReleaseTags, ATagThatGoesOrComesIsNoticed) {
  fake::Repository github;
  const Sha commit = github.initialize("chore: start", Time{});
  github.set_tag("v1.0.0", commit);
  ReleaseTags tags("v");
  EXPECT_EQ(versions(tags, github), std::vector<std::string>{"1.0.0"});
  github.set_tag("v1.0.0", Sha{});
  github.set_tag("v1.1.0", commit);
  EXPECT_EQ(versions(tags, github), std::vector<std::string>{"1.1.0"});
}

RC_GTEST_PROP(ReleaseTags, AreInTheOraclesOrder, ()) {
  fake::Repository github;
  const Sha commit = github.initialize("chore: start", Time{});
  const auto number =
      rc::gen::element<std::string>("0", "1", "9", "10", "11", "99", "100", "18446744073709551616");
  const auto count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i)
    github.set_tag("v" + *number + '.' + *number + '.' + *number, commit);
  ReleaseTags tags("v");
  const auto all = versions(tags, github);
  RC_ASSERT(all.size() == github.refs("refs/tags/").size());
  RC_ASSERT(std::ranges::is_sorted(
      all, [](const std::string& a, const std::string& b) { return compare_versions(a, b) > 0; }));
}

}  // namespace
}  // namespace regent::sim
