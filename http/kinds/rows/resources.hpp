// Calls for rows of tables.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

auto list_tables(context& asks, request& call) -> result<answer>;
auto list_table_rows(context& asks, request& call) -> result<answer>;
auto get_table_row(context& asks, request& call) -> result<answer>;
auto table_row_history(context& asks, request& call) -> result<answer>;
auto delete_table_row(context& asks, request& call) -> result<answer>;
auto export_table(context& asks, request& call) -> result<answer>;

/// `people_failed.csv` of `people.csv`
auto result_file_name(std::string_view uploaded, bool failed) -> std::string;
auto success_file(context& asks, request& call) -> result<answer>;
auto failed_file(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
