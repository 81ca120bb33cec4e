// Calls for rows of tables.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

auto list_tables(context& asks, request& call) -> result<answer>;
auto get_table(context& asks, request& call) -> result<answer>;
auto list_table_rows(context& asks, request& call) -> result<answer>;
auto get_table_row(context& asks, request& call) -> result<answer>;
auto table_row_history(context& asks, request& call) -> result<answer>;
auto delete_table_row(context& asks, request& call) -> result<answer>;
auto export_table_csv(context& asks, request& call) -> result<answer>;
auto export_table_xlsx(context& asks, request& call) -> result<answer>;

auto preview_file(context& asks, request& call) -> result<answer>;

auto success_csv(context& asks, request& call) -> result<answer>;
auto success_xlsx(context& asks, request& call) -> result<answer>;
auto failed_csv(context& asks, request& call) -> result<answer>;
auto failed_xlsx(context& asks, request& call) -> result<answer>;
auto make_result_links(context& asks, request& call) -> result<answer>;
auto linked_result(context& asks, request& call) -> result<answer>;

auto list_import_types(context& asks, request& call) -> result<answer>;
auto type_template_csv(context& asks, request& call) -> result<answer>;
auto type_template_xlsx(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
