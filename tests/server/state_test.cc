// What a server has answered survives it, however it ends; and what is damaged is not believed.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/server/http.h"

namespace regent::fake::server {
namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const std::string& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

ServerOptions kept_in(const std::string& file) {
  ServerOptions options;
  options.state_file = file;
  return options;
}

int status_of_branch(const Running& running, const std::string& name) {
  return running.ask("GET", "/repos/octo/repo/git/ref/heads/" + name).status;
}

// A state file with the branches `one` and `two` made in it.
void make_state(const std::string& file) {
  const Running running(kept_in(file));
  ASSERT_EQ(running.error(), "");
  const std::string tip = tip_of_main(running);
  for (const std::string_view name : {"one", "two"})
    ASSERT_EQ(running.ask("POST", refs_target, ref_body(name, tip), as_bot).status, 201);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at + 1));
    at = end + 1;
  }
  return lines;
}

TEST(StateRecord, IsReadAsItWasWrittenWhateverItsBytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const RequestRecord record{.request = {.method = "POST",
                                         .target = "/x?" + bytes,
                                         .headers = {{"X-A", bytes}, {"X-A", ""}},
                                         .body = bytes + "€"},
                             .circumstances = {.now = Time(Duration(1234)),
                                               .staleness = Duration(5),
                                               .twin = true,
                                               .failure = Failure::not_found_404},
                             .after = {.high = 0x0123456789abcdef, .low = 2}};
  const StateHeader header{.options = {.settings = {.weak_etags = false},
                                       .url = "http://a",
                                       .tokens = {"t", "u"},
                                       .app = site::AppCredentials{3, "key"},
                                       .hook_url = "http://b",
                                       .seed = 9},
                           .world = {"o", "r", {{Sha(), "m\n", Time(Duration(7)), {"v1.0.0"}}}}};
  const auto file = parse_state(header_line(header) + record_line(record) +
                                record_line(BackgroundRecord{Time(Duration(8)), {1, 2}}) +
                                record_line(DeliveredRecord{4, 200, Duration(9)}) +
                                record_line(UrlRecord{"http://c"}));
  ASSERT_TRUE(file) << file.error().line << file.error().reason;
  EXPECT_EQ(file->header.world, header.world);
  EXPECT_EQ(file->header.options.settings, header.options.settings);
  EXPECT_EQ(file->header.options.tokens, header.options.tokens);
  EXPECT_EQ(file->header.options.app->public_key_pem, "key");
  EXPECT_EQ(file->header.options.seed, 9U);
  ASSERT_EQ(file->records.size(), 4U);
  const auto& read = std::get<RequestRecord>(file->records[0]);
  EXPECT_EQ(read.request, record.request);
  EXPECT_EQ(read.circumstances.now, record.circumstances.now);
  EXPECT_EQ(read.circumstances.staleness, record.circumstances.staleness);
  EXPECT_EQ(read.circumstances.failure, record.circumstances.failure);
  EXPECT_TRUE(read.circumstances.twin);
  EXPECT_EQ(read.after, record.after);
  EXPECT_EQ(std::get<DeliveredRecord>(file->records[2]).took, Duration(9));
  EXPECT_EQ(std::get<UrlRecord>(file->records[3]).url, "http://c");
}

TEST(State, IsThereAgainAfterARestart) {
  const Directory directory;
  const std::string file = directory.path("state");
  make_state(file);
  const Running running(kept_in(file));
  ASSERT_EQ(running.error(), "");
  EXPECT_EQ(status_of_branch(running, "one"), 200);
  EXPECT_EQ(status_of_branch(running, "two"), 200);
  EXPECT_EQ(status_of_branch(running, "three"), 404);
}

TEST(State, SendsItsWebhooksWhereItIsToldAtTheStart) {
  const Directory directory;
  const auto start = [&](const std::string& url) {
    ServerOptions options = kept_in(directory.path("state"));
    options.hook_url = url;
    return options;
  };
  const auto url_of_hook = [](const Running& running) {
    const Answer answer = running.ask("GET", "/repos/octo/repo/hooks/1/config", {}, as_bot);
    const auto at = answer.body.find("http");
    return at == std::string::npos ? answer.body
                                   : answer.body.substr(at, answer.body.find('"', at) - at);
  };
  const auto make = [](const Running& running, std::string_view name) {
    return running.ask("POST", refs_target, ref_body(name, tip_of_main(running)), as_bot).status;
  };
  {
    const Running running(kept_in(directory.path("state")));
    EXPECT_EQ(make(running, "before"), 201);
  }
  {
    const Running running(start("http://127.0.0.1:9/one"));
    EXPECT_EQ(url_of_hook(running), "http://127.0.0.1:9/one");
    EXPECT_EQ(make(running, "one"), 201);
  }
  {
    const Running running(start("http://127.0.0.1:9/two"));
    EXPECT_EQ(url_of_hook(running), "http://127.0.0.1:9/two");
    EXPECT_EQ(make(running, "two"), 201);
  }
  // Each line leads to the state that it led to, also those after the hook moved.
  const Running running(kept_in(directory.path("state")));
  ASSERT_EQ(running.error(), "");
  EXPECT_EQ(url_of_hook(running), "http://127.0.0.1:9/two");
  EXPECT_EQ(status_of_branch(running, "two"), 200);
}

TEST(State, KeepsTagsModesHooksFilesStatusesAndIssues) {
  const Directory directory;
  const std::string file = directory.path("state");
  const std::string repo = "/repos/octo/repo";
  const std::vector<std::string> reads = {"/git/ref/tags/v1", "/git/trees/run",
                                          "/hooks",           "/releases/1/assets",
                                          "/issues/1",        "/issues/1/comments"};
  std::string seen;
  ServerOptions options = kept_in(file);
  // The first ping would be answered some time after the reads.
  options.faults = parse_faults("[{webhook: '*', drop: true}]").value();
  const auto read_all = [&](const Running& running) {
    std::string all;
    for (const std::string& target : reads) {
      const Answer answer = running.ask("GET", repo + target, {}, as_bot);
      EXPECT_EQ(answer.status, 200) << target;
      std::string body = answer.body;
      const std::string port = std::to_string(running.port());
      for (auto at = body.find(port); at != std::string::npos; at = body.find(port))
        body.replace(at, port.size(), "PORT");
      all += body + '\n';
    }
    return all;
  };
  {
    const Running running(options);
    const auto post = [&](const std::string& target, const std::string& body) {
      const Answer answer = running.ask("POST", repo + target, body, as_bot);
      EXPECT_EQ(answer.status, 201) << target << ' ' << answer.body;
      const auto at = answer.body.find("\"sha\":\"");
      return at == std::string::npos ? std::string() : answer.body.substr(at + 7, 40);
    };
    const std::string tip = tip_of_main(running);
    const std::string tag = post("/git/tags", "{\"tag\":\"v1\",\"message\":\"m\",\"object\":\"" +
                                                  tip + "\",\"type\":\"commit\"}");
    post("/git/refs", "{\"ref\":\"refs/tags/v1\",\"sha\":\"" + tag + "\"}");
    const std::string tree = post("/git/trees",
                                  "{\"tree\":[{\"path\":\"run\",\"mode\":\"100755\","
                                  "\"type\":\"blob\",\"content\":\"1\"}]}");
    const std::string commit =
        post("/git/commits", "{\"message\":\"m\",\"tree\":\"" + tree + "\"}");
    post("/git/refs", "{\"ref\":\"refs/heads/run\",\"sha\":\"" + commit + "\"}");
    post("/hooks", "{\"config\":{\"url\":\"http://127.0.0.1:9/\"},\"events\":[\"release\"]}");
    post("/releases", "{\"tag_name\":\"v1\"}");
    post("/releases/1/assets?name=a.bin", std::string("\xff\0{", 3));
    post("/statuses/" + tip, "{\"state\":\"success\"}");
    post("/issues", "{\"title\":\"t\"}");
    post("/issues/1/comments", "{\"body\":\"b\"}");
    seen = read_all(running);
  }
  const Running again(options);
  ASSERT_EQ(again.error(), "");
  EXPECT_EQ(read_all(again), seen);
}

TEST(State, GrowsByNoLineForWhatChangesNothing) {
  const Directory directory;
  const std::string file = directory.path("state");
  make_state(file);
  const Running running(kept_in(file));
  const std::string before = text_of(file);
  for (int i = 0; i < 3; ++i) static_cast<void>(tip_of_main(running));
  EXPECT_EQ(running.ask("POST", refs_target, ref_body("one", tip_of_main(running)), as_bot).status,
            422);
  EXPECT_EQ(text_of(file), before);
}

TEST(State, IsReadableByItsOwnerOnly) {
  const Directory directory;
  make_state(directory.path("state"));
  const auto permissions = std::filesystem::status(directory.path("state")).permissions();
  EXPECT_EQ(permissions & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none);
}

// Wherever the write of the last line was cut off.
TEST(State, ForgetsALastLineThatWasNotWrittenToItsEnd) {
  const Directory directory;
  const std::string file = directory.path("state");
  make_state(file);
  const std::string whole = text_of(file);
  const std::size_t last = lines_of(whole).back().size();
  for (const std::size_t kept : {std::size_t{1}, last / 2, last - 1}) {
    write(file, whole.substr(0, whole.size() - last + kept));
    const Running running(kept_in(file));
    ASSERT_EQ(running.error(), "") << kept;
    EXPECT_EQ(status_of_branch(running, "one"), 200);
    EXPECT_EQ(status_of_branch(running, "two"), 404);
    const std::string tip = tip_of_main(running);
    EXPECT_EQ(running.ask("POST", refs_target, ref_body("two", tip), as_bot).status, 201);
    EXPECT_TRUE(parse_state(text_of(file)));
  }
}

TEST(State, BeginsAnewWhenNotEvenTheFirstLineWasWritten) {
  const Directory directory;
  const std::string file = directory.path("state");
  make_state(file);
  const std::string header = lines_of(text_of(file)).front();
  for (const std::size_t kept : {std::size_t{0}, std::size_t{5}, header.size() - 1}) {
    write(file, header.substr(0, kept));
    EXPECT_EQ(Running(kept_in(file)).error(), "") << kept;
    EXPECT_TRUE(parse_state(text_of(file)));
  }
}

TEST(State, IsRefusedWithTheLineWhereverItIsDamaged) {
  const Directory directory;
  const std::string file = directory.path("state");
  make_state(file);
  const auto lines = lines_of(text_of(file));
  ASSERT_EQ(lines.size(), 4U) << "header, address, two branches";
  for (std::size_t damaged = 0; damaged < lines.size(); ++damaged) {
    for (const std::size_t at : {std::size_t{12}, lines[damaged].size() - 8}) {
      std::string text;
      for (std::size_t i = 0; i < lines.size(); ++i) text += lines[i];
      std::size_t offset = at;
      for (std::size_t i = 0; i < damaged; ++i) offset += lines[i].size();
      text[offset] = text[offset] == 'x' ? 'y' : 'x';
      write(file, text);
      EXPECT_EQ(Running(kept_in(file)).error(),
                file + ":" + std::to_string(damaged + 1) +
                    ": is damaged: its sum is not that of its text");
      EXPECT_EQ(text_of(file), text) << "a file that is refused stays as it is";
    }
  }
}

TEST(State, IsRefusedWhenALineIsMissing) {
  const Directory directory;
  const std::string file = directory.path("state");
  make_state(file);
  const auto lines = lines_of(text_of(file));
  write(file, lines[0] + lines[1] + lines[3]);
  EXPECT_TRUE(Running(kept_in(file)).error().starts_with(file + ":3: leads to another state"));
}

TEST(State, IsRefusedWhenTheFileIsSomethingElse) {
  const Directory directory;
  const std::string file = directory.path("notes");
  write(file, "dear diary\n");
  EXPECT_EQ(Running(kept_in(file)).error(), file + ":1: is too short to be a line of a state file");
  EXPECT_EQ(text_of(file), "dear diary\n");
  write(file, "dear diary");
  EXPECT_EQ(Running(kept_in(file)).error(), file + ":1: there is no complete first line");
  EXPECT_EQ(text_of(file), "dear diary");
}

TEST(State, BelongsToOneServerAtATime) {
  const Directory directory;
  const std::string file = directory.path("state");
  const Running running(kept_in(file));
  EXPECT_EQ(Running(kept_in(file)).error(), file + ": is in use by another server");
}

TEST(State, RefusesOptionsThatContradictIt) {
  const Directory directory;
  const std::string file = directory.path("state");
  make_state(file);
  ServerOptions options = kept_in(file);
  options.seed = 2;
  EXPECT_EQ(Running(options).error(),
            "--seed: is not what " + file + " was begun with; leave it out");
  options.seed = 1;
  EXPECT_EQ(Running(options).error(), "");
}

TEST(State, CanBeTheBeginningOfAnotherOne) {
  const Directory directory;
  make_state(directory.path("first"));
  const std::string first = text_of(directory.path("first"));
  ServerOptions options = kept_in(directory.path("second"));
  options.begin_with = first;
  options.begin_with_name = "first";
  {
    const Running running(options);
    ASSERT_EQ(running.error(), "");
    EXPECT_EQ(status_of_branch(running, "two"), 200);
    const std::string tip = tip_of_main(running);
    EXPECT_EQ(running.ask("POST", refs_target, ref_body("three", tip), as_bot).status, 201);
  }
  EXPECT_EQ(text_of(directory.path("first")), first);
  const Running again(kept_in(directory.path("second")));
  EXPECT_EQ(status_of_branch(again, "two"), 200);
  EXPECT_EQ(status_of_branch(again, "three"), 200);
}

}  // namespace
}  // namespace regent::fake::server
