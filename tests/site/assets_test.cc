// The files of releases.
#include "tests/site/site.h"

namespace regent::fake::site {
namespace {

class Assets : public SiteTest {
 protected:
  static constexpr const char* repo = "/repos/octo/repo";
  static constexpr const char* host = "http://127.0.0.1:8080";

  Assets() { release_ = ask("POST", at("/releases"), {{"tag_name", "v1.0.0"}}); }
  static std::string at(const std::string& path) { return repo + path; }

  // Uploads where the release says, as a client does.
  Json upload(const std::string& name, const std::string& bytes,
              const std::string& type = "text/plain") {
    std::string url = release_["upload_url"];
    url = url.substr(std::string(host).size(), url.find('{') - std::string(host).size());
    last_ = raw("POST", url + "?name=" + name + "&label=notes", bytes, {{"Content-Type", type}});
    return Json::parse(last_.body);
  }
  HttpResponse download(const Json& asset) {
    return raw("GET", at("/releases/assets/" + asset["id"].dump()), "",
               {{"Accept", "application/octet-stream"}});
  }

  Json release_;
};

TEST_F(Assets, AreUploadedWhereTheReleaseSaysAndShownInIt) {
  const Json asset = upload("list.txt", "Hello, world!\n");
  ASSERT_EQ(status(), 201) << asset.dump();
  EXPECT_EQ(asset["url"], std::string(host) + "/repos/octo/repo/releases/assets/1");
  EXPECT_EQ(asset["name"], "list.txt");
  EXPECT_EQ(asset["label"], "notes");
  EXPECT_EQ(asset["content_type"], "text/plain");
  EXPECT_EQ(asset["state"], "uploaded");
  EXPECT_EQ(asset["size"], 14);
  // sha256sum of these 14 bytes.
  EXPECT_EQ(asset["digest"],
            "sha256:d9014c4624844aa5bac314773d6b689ad467fa4e1d1a50a1b8a99d5a95f72ff5");
  EXPECT_EQ(asset["browser_download_url"],
            std::string(host) + "/octo/repo/releases/download/v1.0.0/list.txt");
  EXPECT_EQ(ask("GET", at("/releases/1/assets")), Json::array({asset}));
  EXPECT_EQ(ask("GET", at("/releases/1"))["assets"], Json::array({asset}));
  EXPECT_EQ(ask("GET", at("/releases/assets/1")), asset);
}

TEST_F(Assets, GiveTheirBytesToWhoAsksForThem) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const Json asset = upload("all.bin", bytes, "application/zip");
  const HttpResponse got = download(asset);
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, bytes);
  EXPECT_EQ(find_header(got.headers, "Content-Type"), "application/octet-stream");
  EXPECT_EQ(ask("GET", at("/releases/assets/1"))["download_count"], 1);
  EXPECT_EQ(download(asset).body, got.body);
  EXPECT_EQ(ask("GET", at("/releases/assets/1"))["download_count"], 2);
}

TEST_F(Assets, HaveNamesOfTheirOwnWithinARelease) {
  upload("a.txt", "1");
  const Json refused = upload("a.txt", "2");
  EXPECT_EQ(status(), 422);
  EXPECT_EQ(refused["message"], "Validation Failed");
  EXPECT_EQ(
      refused["errors"],
      Json::parse(R"([{"resource": "ReleaseAsset", "code": "already_exists", "field": "name"}])"));
  upload("b.txt", "2");
  ask("PATCH", at("/releases/assets/2"), {{"name", "a.txt"}});
  EXPECT_EQ(status(), 422);
  release_ = ask("POST", at("/releases"), {{"tag_name", "v2.0.0"}});
  upload("a.txt", "3");
  EXPECT_EQ(status(), 201);
}

TEST_F(Assets, AreRefusedWithoutANameOrBytes) {
  EXPECT_EQ(
      upload("", "1")["errors"],
      Json::parse(R"([{"resource": "ReleaseAsset", "code": "missing_field", "field": "name"}])"));
  upload("a.txt", "");
  EXPECT_EQ(status(), 400);
  EXPECT_EQ(ask("GET", at("/releases/1/assets")), Json::array());
  raw("POST", at("/releases/9/assets?name=a"), "1");
  EXPECT_EQ(ask("GET", at("/releases/9/assets"))["message"], "Not Found");
}

TEST_F(Assets, LoseSpecialCharactersOfTheirNames) {
  EXPECT_EQ(upload("a%20b%26c.tar.gz", "1")["name"], "a.b.c.tar.gz");
  EXPECT_EQ(upload(".hidden.", "1")["name"], "hidden");
}

TEST_F(Assets, AreRenamedAndDeleted) {
  upload("a.txt", "1");
  const Json renamed =
      ask("PATCH", at("/releases/assets/1"), {{"name", "b.txt"}, {"label", "other"}});
  EXPECT_EQ(renamed["name"], "b.txt");
  EXPECT_EQ(renamed["label"], "other");
  EXPECT_EQ(renamed["updated_at"], "2019-12-20T00:00:03Z");
  ask("DELETE", at("/releases/assets/1"));
  EXPECT_EQ(status(), 204);
  EXPECT_EQ(ask("GET", at("/releases/1"))["assets"], Json::array());
  upload("b.txt", "again");
  ask("DELETE", at("/releases/1"));
  ask("GET", at("/releases/assets/2"));
  EXPECT_EQ(status(), 404) << "it went with its release";
}

TEST_F(Assets, OfADraftAreShownToThoseWhoCanPush) {
  release_ = ask("POST", at("/releases"), {{"tag_name", "v2.0.0"}, {"draft", true}});
  upload("a.txt", "1");
  EXPECT_EQ(ask("GET", at("/releases/assets/1"))["name"], "a.txt");
  token_.clear();
  ask("GET", at("/releases/assets/1"));
  EXPECT_EQ(status(), 404);
}

}  // namespace
}  // namespace regent::fake::site
