#include "actors/ending_owners.hpp"

#include "projections/imports_model.hpp"

namespace waybill {

void each_kept_file(const projection_store& rows, const owner_id& owner,
                    const std::function<void(const std::string& path)>& take) {
  const auto prefix = owner_prefix(owner);
  static_cast<void>(rows.scan(family::imports, prefix, {}, [&](std::string_view key, std::string_view) {
    const auto row = load_import_row(rows, {std::string(key.substr(prefix.size()))});
    if (row && keeps_file(*row)) take(row->file.path);
    return true;
  }));
}

}  // namespace waybill
