#include "domains/nodes/written.hpp"

#include <nlohmann/json.hpp>

#include "domains/table_evidence.hpp"

namespace waybill::nodes {
namespace {

using json = nlohmann::ordered_json;

}  // namespace

auto findings_text(const std::vector<formats::table_finding>& parts, const formats::csv::dialect& with)
    -> std::string {
  json dialect;
  auto warnings = json::array();
  for (const auto& one : parts) {
    dialect[std::string(one.part)] = one.value;
    if (one.reason == "not_utf8") warnings.push_back("encoding_guessed");
  }
  dialect["evidence"] = evidence_of(parts);
  dialect["spelled"] = formats::csv::spelled(with);
  const json all{{"dialect", std::move(dialect)}, {"warnings", std::move(warnings)}};
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto told_as(const std::string& findings, const formats::wide_encoding& encoding) -> std::string {
  auto all = json::parse(findings, nullptr, false);
  if (!all.is_object() || !all.contains("dialect") || encoding.unit_bytes == 0) return findings;
  const auto name =
      std::string(encoding.unit_bytes == 4 ? "utf-32" : "utf-16") + (encoding.big_endian ? "be" : "le");
  auto& dialect = all["dialect"];
  dialect["encoding"] = name;
  const std::vector<formats::table_finding> parts{
      {"encoding", name, encoding.mark_bytes > 0 ? "byte_order_mark" : "zero_bytes"}};
  dialect["evidence"] = evidence_of(parts);
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto is_told(const formats::table_finding& encoding) -> bool {
  return encoding.reason == "given" || encoding.reason == "byte_order_mark" ||
         encoding.reason == "zero_bytes";
}

}  // namespace waybill::nodes
