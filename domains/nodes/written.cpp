#include "domains/nodes/written.hpp"

#include <nlohmann/json.hpp>

namespace waybill::nodes {
namespace {

using json = nlohmann::ordered_json;

}  // namespace

auto findings_text(const std::vector<formats::table_finding>& parts, const formats::csv::dialect& with)
    -> std::string {
  json dialect;
  auto evidence = json::array();
  auto warnings = json::array();
  for (const auto& one : parts) {
    dialect[std::string(one.part)] = one.value;
    json told{{"part", one.part},
              {"value", one.value},
              {"reason", one.reason},
              {"count", nullptr},
              {"of", nullptr}};
    if (one.of != 0) {
      told["count"] = one.count;
      told["of"] = one.of;
    }
    evidence.push_back(std::move(told));
    if (one.reason == "not_utf8") warnings.push_back("encoding_guessed");
  }
  dialect["evidence"] = std::move(evidence);
  dialect["spelled"] = formats::csv::spelled(with);
  const json all{{"dialect", std::move(dialect)}, {"warnings", std::move(warnings)}};
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto dialect_in(std::string_view findings) -> std::optional<formats::csv::dialect> {
  const auto all = json::parse(findings, nullptr, false);
  if (!all.is_object() || !all.contains("dialect") || !all["dialect"].is_object()) return std::nullopt;
  const auto spelled = all["dialect"].find("spelled");
  if (spelled == all["dialect"].end() || !spelled->is_string()) return std::nullopt;
  return formats::csv::dialect_spelled(spelled->get_ref<const std::string&>());
}

auto is_told(const formats::table_finding& encoding) -> bool {
  return encoding.reason == "given" || encoding.reason == "byte_order_mark" ||
         encoding.reason == "zero_bytes";
}

}  // namespace waybill::nodes
