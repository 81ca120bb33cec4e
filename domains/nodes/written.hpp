// How a text of URLs is written, as the check of the whole file found it. It stands in the import's event, is
// shown to people, and tells the reader how the file is read. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/table_evidence.hpp"
#include "formats/csv/dialect.hpp"
#include "formats/encoding.hpp"
#include "formats/table.hpp"

namespace waybill::nodes {

/// `{"dialect": {"encoding", "delimiter", ..., "evidence": [{"part", "value", "reason", "count", "of"}],
/// "spelled"}, "warnings"}`: of the parts those that were looked for.
auto findings_text(const std::vector<formats::table_finding>& parts, const formats::csv::dialect& with)
    -> std::string;

/// The same of a text that was in this encoding before it was decoded. How it is read then stays.
auto told_as(const std::string& findings, const formats::wide_encoding& encoding) -> std::string;

/// Whether the first bytes of a file say how it is written; else all of them do.
auto is_told(const formats::table_finding& encoding) -> bool;

}  // namespace waybill::nodes
