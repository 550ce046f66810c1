// The links in GitHub's answers.
#pragma once

#include <string>
#include <string_view>

namespace regent::fake::site {

struct Links {
  std::string api;  // "http://127.0.0.1:8080" or ".../api/v3", as the client asked
  std::string web;  // of the pages that people see

  [[nodiscard]] std::string repository(std::string_view full_name) const {
    return api + "/repos/" + std::string(full_name);
  }
  [[nodiscard]] std::string page(std::string_view full_name) const {
    return web + '/' + std::string(full_name);
  }
};

}  // namespace regent::fake::site
