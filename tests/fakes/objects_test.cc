// Objects have git's own ids. Where git is installed, it is asked.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "fakes/github/git_id.h"
#include "tests/fakes/world.h"

namespace regent::fake::testing {
namespace {

std::string output_of(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");  // NOLINT: a test asks the installed git
  if (pipe == nullptr) return "";
  std::string output;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) output += buffer;
  pclose(pipe);
  while (output.ends_with('\n')) output.pop_back();
  return output;
}

// A repository of the real git in a directory of its own.
class RealGit : public ::testing::Test {
 protected:
  void SetUp() override {
    if (output_of("git --version 2>/dev/null").empty()) GTEST_SKIP() << "git is not installed";
    std::string pattern = (std::filesystem::temp_directory_path() / "regent-git-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    git("init -q .");
  }
  void TearDown() override {
    if (!directory_.empty()) std::filesystem::remove_all(directory_);
  }
  std::string git(const std::string& arguments) const {
    return output_of("cd '" + directory_.string() +
                     "' && GIT_AUTHOR_NAME=Bot GIT_AUTHOR_EMAIL=bot@example.com "
                     "GIT_COMMITTER_NAME=Bot GIT_COMMITTER_EMAIL=bot@example.com "
                     "GIT_AUTHOR_DATE='1728000000 +0000' GIT_COMMITTER_DATE='1728000000 +0000' "
                     "git " +
                     arguments + " 2>&1");
  }
  void write(const std::string& path, const std::string& content) const {
    std::filesystem::create_directories((directory_ / path).parent_path());
    std::ofstream(directory_ / path, std::ios::binary) << content;
  }

  std::filesystem::path directory_;
};

TEST(GitId, OfTheEmptyBlobAndTheEmptyTreeAreTheFamiliarOnes) {
  GitHasher hasher;
  EXPECT_EQ(hasher.id("blob", "").hex(), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  EXPECT_EQ(hasher.id("tree", "").hex(), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

TEST_F(RealGit, GivesTreesAndCommitsTheSameIds) {
  World world;
  // Names around the slash tell git's order from the byte order of names.
  const std::vector<github::CreateTree::File> files = {{"a.b", "1"},  {"a/b/c", "2"},
                                                       {"a/b0", "3"}, {"a0", "4"},
                                                       {"a-b", "5"},  {"z", std::string("\0x", 2)}};
  for (const auto& file : files) write(file.path, file.content);
  git("add -A");
  const auto tree = world.send(github::CreateTree{Sha{}, files});
  ASSERT_EQ(tree.status, 201);
  const Sha tree_sha = tree.as<github::ObjectId>()->sha;
  EXPECT_EQ(tree_sha.hex(), git("write-tree"));

  const Time date{std::chrono::seconds(1728000000)};
  const auto root =
      world.send(github::CreateCommit{"feat: x\n", tree_sha, {}, {"Bot", "bot@example.com", date}});
  const std::string root_hex = root.as<github::ObjectId>()->sha.hex();
  EXPECT_EQ(root_hex, git("commit-tree " + tree_sha.hex() + " -m 'feat: x'"));
  const auto child = world.send(github::CreateCommit{"fix: y\n\nbody\n",
                                                     tree_sha,
                                                     {root.as<github::ObjectId>()->sha},
                                                     {"Bot", "bot@example.com", date}});
  EXPECT_EQ(child.as<github::ObjectId>()->sha.hex(),
            git("commit-tree " + tree_sha.hex() + " -p " + root_hex + " -m 'fix: y' -m body"));
}

TEST_F(RealGit, PutsFilesIntoNestedTreesAsTheIndexDoes) {
  World world;
  write("README.md", "hello\n");
  write("src/a/one", "1");
  write("src/b", "2");
  git("add -A");
  const Sha base = world
                       .send(github::CreateTree{
                           Sha{}, {{"README.md", "hello\n"}, {"src/a/one", "1"}, {"src/b", "2"}}})
                       .as<github::ObjectId>()
                       ->sha;
  EXPECT_EQ(base.hex(), git("write-tree"));
  write("src/a/two", "3");
  write("src/b", "changed");
  git("add -A");
  const auto changed =
      world.send(github::CreateTree{base, {{"src/b", "changed"}, {"src/a/two", "3"}}});
  EXPECT_EQ(changed.as<github::ObjectId>()->sha.hex(), git("write-tree"));
}

TEST_F(RealGit, GivesAnnotatedTagsTheSameIds) {
  World world;
  const Time date{std::chrono::seconds(1728000000)};
  write("a", "1");
  git("add -A");
  const Sha tree = world.send(github::CreateTree{Sha{}, {{"a", "1"}}}).as<github::ObjectId>()->sha;
  const auto commit =
      world.send(github::CreateCommit{"feat: x\n", tree, {}, {"Bot", "bot@example.com", date}});
  const Sha sha = commit.as<github::ObjectId>()->sha;
  ASSERT_EQ(sha.hex(), git("commit-tree " + git("write-tree") + " -m 'feat: x'"));
  const auto tag =
      world.repository.handle(SiteRequest(WriteTag{.name = "v1",
                                                   .message = "one\n\nbody\n",
                                                   .object = sha,
                                                   .kind = ObjectKind::commit,
                                                   .tagger = {"Bot", "bot@example.com", date}}),
                              Circumstances{.now = world.now});
  git("tag -a v1 -m one -m body " + sha.hex());
  EXPECT_EQ(tag.as<github::ObjectId>()->sha.hex(), git("rev-parse v1"));
}

TEST_F(RealGit, GivesTreesOfEveryModeTheSameIds) {
  World world;
  const Sha other = made_up_sha(0x11);
  const auto tree = world.repository.handle(
      SiteRequest(WriteTree{
          .base_tree = Sha{},
          .entries =
              {{.path = "run", .object = {}, .content = "1", .mode = FileMode::executable},
               {.path = "d/link", .object = {}, .content = "../run", .mode = FileMode::symlink},
               {.path = "sub", .object = other, .content = {}, .mode = FileMode::submodule},
               {.path = "sub.txt", .object = {}, .content = "2"}}}),
      Circumstances{.now = world.now});
  ASSERT_EQ(tree.status, 201) << refusal(tree);
  write("run", "1");
  write("sub.txt", "2");
  std::filesystem::permissions(directory_ / "run", std::filesystem::perms::owner_all);
  std::filesystem::create_directories(directory_ / "d");
  std::filesystem::create_symlink("../run", directory_ / "d" / "link");
  git("add -A");
  git("update-index --add --cacheinfo 160000," + other.hex() + ",sub");
  EXPECT_EQ(tree.as<github::ObjectId>()->sha.hex(), git("write-tree"));
  // The submodule's commit is none of this repository's, and does not tell it from its copy.
  EXPECT_FALSE(world.repository.knows(other));
  EXPECT_TRUE(world.repository == Repository(world.repository));
}

TEST(CreateTree, UnknownBasesAndMalformedPathsAreRefused) {
  World world;
  EXPECT_EQ(refusal(world.send(github::CreateTree{made_up_sha(1), {{"a", "b"}}})),
            "base_tree is not a valid tree oid");
  EXPECT_EQ(refusal(world.send(github::CreateTree{world.root, {{"a", "b"}}})),
            "base_tree is not a valid tree oid");
  for (const char* path : {"", "/a", "a//b", "a/", "../a", ".git/config"}) {
    EXPECT_EQ(refusal(world.send(github::CreateTree{Sha{}, {{path, "b"}}})),
              "tree.path contains a malformed path component")
        << path;
  }
  EXPECT_EQ(world.send(github::CreateTree{Sha{}, {{"a", "1"}, {"a/b", "2"}}}).status, 422);
}

TEST(CreateCommit, UnknownTreesAndParentsAreRefused) {
  World world;
  const Sha tree = world.repository.commit(world.root)->tree;
  const github::Signature author{"Bot", "bot@example.com", epoch};
  EXPECT_EQ(refusal(world.send(github::CreateCommit{"m", made_up_sha(1), {}, author})),
            "Tree SHA does not exist");
  EXPECT_EQ(refusal(world.send(github::CreateCommit{"m", tree, {made_up_sha(1)}, author})),
            "Parent SHA does not exist or is not a commit object");
}

TEST(CreateCommit, TheSameContentIsTheSameCommit) {
  World world;
  const Sha one = world.commit(world.root);
  EXPECT_EQ(world.commit(world.root), one);
  EXPECT_NE(world.commit(world.root, "CHANGELOG.md", "other"), one);
}

TEST(GetContents, ReadsAFileOfACommit) {
  World world;
  const Sha sha = world.commit(world.root, "docs/CHANGELOG.md", "notes");
  const auto response = world.send(github::GetContents{"docs/CHANGELOG.md", sha});
  EXPECT_EQ(response.as<github::FileContents>()->text, "notes");
  EXPECT_EQ(world.send(github::GetContents{"docs/CHANGELOG.md", world.root}).status, 404);
  EXPECT_EQ(world.send(github::GetContents{"docs", sha}).status, 404);
  EXPECT_EQ(world.send(github::GetContents{"README.md/x", sha}).status, 404);
}

RC_GTEST_PROP(CreateTree, ReadsBackWhatWasWritten, (std::map<std::uint8_t, std::string> written)) {
  World world;
  std::vector<github::CreateTree::File> files;
  for (const auto& [place, content] : written) {
    static const std::vector<std::string> directories = {"", "d/", "d/e/", "f/"};
    files.push_back({directories[place % 4U] + std::to_string(place / 4), content});
  }
  const auto tree =
      world.send(github::CreateTree{world.repository.commit(world.root)->tree, files});
  RC_ASSERT(tree.status == 201);
  const auto commit = world.send(
      github::CreateCommit{"m", tree.as<github::ObjectId>()->sha, {world.root}, {"a", "b", epoch}});
  const Sha sha = commit.as<github::ObjectId>()->sha;
  for (const auto& file : files) RC_ASSERT(world.repository.file(sha, file.path) == file.content);
  RC_ASSERT(world.repository.file(sha, "README.md") == "hello\n");
}

}  // namespace
}  // namespace regent::fake::testing
