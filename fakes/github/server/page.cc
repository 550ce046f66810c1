#include "fakes/github/server/service.h"
namespace regent::fake::server {
std::string_view page_html() { return "<!doctype html>"; }
}  // namespace regent::fake::server
