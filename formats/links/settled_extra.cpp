#include "formats/links/settled_extra.hpp"

namespace waybill::formats::links {

void settled_extra::settle(std::string& extra, bool has_folder) {
  if (extra.empty()) return;
  constexpr std::size_t readable_bytes = 64;
  raw_.assign("{").append(extra).append("}");
  raw_.reserve(raw_.size() + readable_bytes);
  if (!item_.read(raw_)) return;
  if (has_folder) item_.take("folder");
  extra.clear();
  item_.tell_rest(extra, true);
}

}  // namespace waybill::formats::links
