// Finished imports that have been kept long enough are deleted, as if their owner did it.
#pragma once

#include <functional>
#include <string>

#include "config/settings.hpp"
#include "domains/kind.hpp"
#include "events/clock.hpp"
#include "projections/import_row.hpp"
#include "projections/store.hpp"

namespace waybill {

/// Who deletes. Answers false when it could not: then it is tried again the next time.
using import_remover = std::function<bool(const import_row&)>;

/// One thread.
class retention {
 public:
  /// `config`, `clock` and `rows` must outlive it.
  retention(const settings& config, const clock_source& clock, const projection_store& rows,
            import_remover remove)
      : config_(config), clock_(clock), rows_(rows), remove_(std::move(remove)) {}

  /// Looks through all imports, at most once an hour by the clock.
  void tend();

 private:
  [[nodiscard]] auto is_over(const import_row& row, instant now) const -> bool;

  const settings& config_;
  const clock_source& clock_;
  const projection_store& rows_;
  import_remover remove_;
  instant looked_at_{};
};

}  // namespace waybill
