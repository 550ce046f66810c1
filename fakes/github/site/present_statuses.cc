// Statuses of commits.
#include <nlohmann/json.hpp>

#include "fakes/github/node_ids.h"
#include "fakes/github/site/encoding.h"
#include "fakes/github/site/present.h"

namespace regent::fake::site {
namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json Presenter::status(const CommitStatus& status, Form form) const {
  const std::string id = std::to_string(status.id);
  const std::string date = iso_date(status.created_at);
  Json json{{"url", api_ + "/statuses/" + status.commit.hex()},
            {"avatar_url", account(status.creator)["avatar_url"]},
            {"id", status.id},
            {"node_id", node_id("SC", full_name_, id)},
            {"state", status.state},
            {"description", text_or_null(status.description)},
            {"target_url", text_or_null(status.target_url)},
            {"context", status.context},
            {"created_at", date},
            {"updated_at", date}};
  if (form == Form::full) json["creator"] = account(status.creator);
  return json;
}

}  // namespace regent::fake::site
