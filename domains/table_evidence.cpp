#include "domains/table_evidence.hpp"

#include <nlohmann/json.hpp>

namespace waybill {

using json = nlohmann::ordered_json;

auto evidence_of(std::span<const formats::table_finding> parts) -> json {
  auto list = json::array();
  for (const auto& one : parts) {
    json told{{"part", one.part},
              {"value", one.value},
              {"reason", one.reason},
              {"count", nullptr},
              {"of", nullptr}};
    if (one.of != 0) {
      told["count"] = one.count;
      told["of"] = one.of;
    }
    list.push_back(std::move(told));
  }
  return list;
}

auto dialect_in(std::string_view findings) -> std::optional<formats::csv::dialect> {
  const auto all = json::parse(findings, nullptr, false);
  if (!all.is_object() || !all.contains("dialect") || !all["dialect"].is_object()) return std::nullopt;
  const auto spelled = all["dialect"].find("spelled");
  if (spelled == all["dialect"].end() || !spelled->is_string()) return std::nullopt;
  return formats::csv::dialect_spelled(spelled->get_ref<const std::string&>());
}

}  // namespace waybill
