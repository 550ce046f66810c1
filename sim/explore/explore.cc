#include "sim/explore/result.h"
#include "sim/explore/search.h"
#include "sim/explore/story.h"

namespace regent::sim::explore {

Result explore(const Arguments& arguments, const Watch& watch) {
  Model model(arguments);
  Findings findings(model, arguments.violations_max);
  Result result;
  if (arguments.shortest) {
    search_breadth_first(model, findings, watch, result);
  } else if (arguments.method == Method::dpor) {
    search_dpor(model, findings, watch, result);
  } else {
    search_depth_first(model, findings, watch, result);
  }
  findings.report(result);
  for (Found& found : result.violations)
    if (const auto told = tell(model, found.path)) found.steps = names_of(*told);
  result.sizes = model.sizes();
  model.dissolve(arguments.jobs);
  return result;
}

}  // namespace regent::sim::explore
