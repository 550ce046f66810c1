// What `regent reconcile` says: a few lines for people, or one JSON object.
#pragma once

#include <string>

#include "effects/https/https_port.h"
#include "runtime/reconciliation.h"
#include "runtime/style.h"

namespace regent::runtime {

struct ReconcileSubject {
  std::string repository;  // `owner/name`
  std::string base;
  bool dry_run = false;
};

[[nodiscard]] std::string reconcile_text(const ReconcileSubject& subject,
                                         const Reconciliation& result,
                                         const https::PortUsage& usage, const Style& style);

// Schema `regent.reconcile/1`.
[[nodiscard]] std::string reconcile_json(const ReconcileSubject& subject,
                                         const Reconciliation& result,
                                         const https::PortUsage& usage);

}  // namespace regent::runtime
