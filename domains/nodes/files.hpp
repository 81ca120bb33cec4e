// Files of URLs, in every form that is read: their check, and their records.
#pragma once

#include <memory>

#include "domains/kind.hpp"
#include "domains/nodes/layout.hpp"
#include "domains/nodes/record.hpp"
#include "domains/nodes/table.hpp"
#include "formats/byte_source.hpp"

namespace waybill::nodes {

/// Finds out the form by the first bytes, and checks the file by it.
auto file_checker() -> std::unique_ptr<file_check>;
/// The records of a file that was checked.
auto file_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                  const reading_order& order) -> std::unique_ptr<record_source>;

// One form each. `bytes` stand at `from.offset` of the text: what is packed was unpacked before.

auto batch_checker() -> std::unique_ptr<file_check>;
auto batch_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                   const reading_order& order) -> std::unique_ptr<record_source>;
auto lines_checker() -> std::unique_ptr<file_check>;
auto lines_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                   const reading_order& order) -> std::unique_ptr<record_source>;
auto urls_checker() -> std::unique_ptr<file_check>;
auto urls_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                  const reading_order& order) -> std::unique_ptr<record_source>;
auto table_checker(const table_head& head) -> std::unique_ptr<file_check>;
auto table_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                   const reading_order& order, table_head head) -> std::unique_ptr<record_source>;
auto sitemap_checker() -> std::unique_ptr<file_check>;
/// `first`: the first bytes of the text.
auto sitemap_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                     const reading_order& order, std::string_view first) -> std::unique_ptr<record_source>;
/// Of a ZIP, which is read from its end.
auto archive_checker() -> std::unique_ptr<file_check>;
auto archive_records(const reading_start& from, const reading_order& order) -> std::unique_ptr<record_source>;

}  // namespace waybill::nodes
