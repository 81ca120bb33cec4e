// Handlers of files that are handed in before their import.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

// files.cpp
auto presign_file(context& asks, request& call) -> result<answer>;
auto upload_file_body(context& asks, request& call) -> result<answer>;
auto confirm_files(context& asks, request& call) -> result<answer>;
auto get_file(context& asks, request& call) -> result<answer>;
auto remove_file_row(context& asks, request& call) -> result<answer>;
// tus.cpp
auto describe_uploads(context& asks, request& call) -> result<answer>;
auto create_upload(context& asks, request& call) -> result<answer>;
auto get_upload(context& asks, request& call) -> result<answer>;
auto go_on_with_upload(context& asks, request& call) -> result<answer>;
auto remove_upload(context& asks, request& call) -> result<answer>;
/// By X-HTTP-Method-Override.
auto change_upload(context& asks, request& call) -> result<answer>;
// stored_submission.cpp
/// POST /imports with JSON: of a file that is here already.
auto submit_stored_file(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
