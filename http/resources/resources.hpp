// Every handler there is. A handler reads the request, asks the engine, writes the answer: no store, no clock
// of its own, no knowledge of statuses.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

// session.cpp
auto open_session(context& asks, request& call) -> result<answer>;
auto close_session(context& asks, request& call) -> result<answer>;
auto who_am_i(context& asks, request& call) -> result<answer>;
auto close_all_sessions(context& asks, request& call) -> result<answer>;
auto change_own_password(context& asks, request& call) -> result<answer>;
// accounts.cpp
auto list_accounts(context& asks, request& call) -> result<answer>;
auto add_account(context& asks, request& call) -> result<answer>;
auto disable_account(context& asks, request& call) -> result<answer>;
auto enable_account(context& asks, request& call) -> result<answer>;
auto reset_password(context& asks, request& call) -> result<answer>;
// administration.cpp
auto list_all_imports(context& asks, request& call) -> result<answer>;
auto show_health(context& asks, request& call) -> result<answer>;
auto show_limits(context& asks, request& call) -> result<answer>;
// operations.cpp
auto list_operations(context& asks, request& call) -> result<answer>;
// backups.cpp
auto begin_backup(context& asks, request& call) -> result<answer>;
auto list_backups(context& asks, request& call) -> result<answer>;
// tokens.cpp
auto list_tokens(context& asks, request& call) -> result<answer>;
auto add_token(context& asks, request& call) -> result<answer>;
auto revoke_token(context& asks, request& call) -> result<answer>;
// uploads.cpp
auto submit_upload(context& asks, request& call) -> result<answer>;
// imports.cpp
auto list_imports(context& asks, request& call) -> result<answer>;
auto get_import(context& asks, request& call) -> result<answer>;
auto remove_import_row(context& asks, request& call) -> result<answer>;
auto pause_import_now(context& asks, request& call) -> result<answer>;
auto resume_import_now(context& asks, request& call) -> result<answer>;
auto cancel_import_now(context& asks, request& call) -> result<answer>;
auto retry_import_now(context& asks, request& call) -> result<answer>;
// kinds.cpp
auto list_kinds(context& asks, request& call) -> result<answer>;
// web.cpp
auto show_page(context& asks, request& call) -> result<answer>;
auto show_web_file(context& asks, request& call) -> result<answer>;
// progress.cpp
auto follow_list(context& asks, request& call) -> result<answer>;
auto follow_progress(context& asks, request& call) -> result<answer>;
// records.cpp
auto list_records(context& asks, request& call) -> result<answer>;
auto download_records(context& asks, request& call) -> result<answer>;
// events.cpp
auto list_events(context& asks, request& call) -> result<answer>;
auto show_pace(context& asks, request& call) -> result<answer>;
// service.cpp
auto describe_api(context& asks, request& call) -> result<answer>;
auto show_alive(context& asks, request& call) -> result<answer>;
auto show_ready(context& asks, request& call) -> result<answer>;
auto show_metrics(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
