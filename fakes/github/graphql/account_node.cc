// Users and apps.
#include <algorithm>

#include "fakes/github/graphql/connection.h"
#include "fakes/github/graphql/context.h"
#include "fakes/github/node_ids.h"

namespace regent::fake::graphql {
namespace {

constexpr std::string_view app_suffix = "[bot]";

class AccountNode final : public Node {
 public:
  // `login` as REST shows it.
  AccountNode(const Context& context, std::string login, bool is_bot)
      : context_(context), login_(std::move(login)), is_bot_(is_bot) {}
  [[nodiscard]] std::string_view type() const override { return is_bot_ ? "Bot" : "User"; }
  [[nodiscard]] Resolved resolve(const Call& call) const override;

 private:
  [[nodiscard]] std::string path() const {
    return is_bot_ ? "/apps/" + shown_login() : '/' + login_;
  }
  // Apps go without their suffix in GraphQL.
  [[nodiscard]] std::string shown_login() const {
    return is_bot_ ? login_.substr(0, login_.size() - app_suffix.size()) : login_;
  }

  const Context& context_;
  std::string login_;
  bool is_bot_;
};

Resolved AccountNode::resolve(const Call& call) const {
  using Row = Resolver<AccountNode>;
  static constexpr Row rows[] = {
      {"id",
       [](const AccountNode& it, const Call&) -> Resolved {
         return Value(account_node_id(it.login_));
       }},
      {"databaseId",
       [](const AccountNode& it, const Call&) -> Resolved { return Value(account_id(it.login_)); }},
      {"login",
       [](const AccountNode& it, const Call&) -> Resolved { return Value(it.shown_login()); }},
      {"name", [](const AccountNode&, const Call&) -> Resolved { return Value(); }},
      {"email", [](const AccountNode&, const Call&) -> Resolved { return Value(""); }},
      {"avatarUrl",
       [](const AccountNode& it, const Call&) -> Resolved {
         return Value(it.context_.session().url + "/avatars/" + it.login_);
       }},
      {"resourcePath",
       [](const AccountNode& it, const Call&) -> Resolved { return Value(it.path()); }},
      {"url",
       [](const AccountNode& it, const Call&) -> Resolved {
         return Value(it.context_.session().url + it.path());
       }},
      {"organizations", [](const AccountNode&, const Call& asked) -> Resolved {
         return connect_nothing(asked, "OrganizationConnection");
       }}};
  return resolve_in<AccountNode>(rows, *this, call);
}

}  // namespace

NodePtr account(const Context& context, std::string_view login) {
  return std::make_shared<AccountNode>(context, std::string(login), false);
}

NodePtr actor(const Context& context, std::string_view login) {
  return std::make_shared<AccountNode>(context, std::string(login), login.ends_with(app_suffix));
}

}  // namespace regent::fake::graphql
