#include "http/reasons_of_accounts.hpp"

#include <array>

namespace waybill::http {
namespace {

constexpr auto of_accounts = std::to_array<reason_words>({
    {"wrong_credentials", "The user name or the password is wrong."},
    {"no_credentials", "The credentials are missing or not valid."},
    {"sign_in_needed", "Please sign in, or send an API token: Authorization: Bearer wbt_..."},
    {"too_many_sign_ins", "Too many failed sign-ins; try again in {n} seconds."},
    {"sign_ins_at_once", "Too many sign-ins at once; please try again in {n} seconds."},
    {"revoke_tokens_rule", "The field 'revoke_tokens' is true or false."},
    {"user_name_dots", "A user name is more than dots."},
    {"user_name_hyphen", "A user name does not begin with -."},
    {"user_name_reserved", "The name '{name}' means something else here; please take another."},
    {"user_name_rule", "A user name has 1 to 64 letters, digits, and the characters . _ - @."},
    {"password_rule", "A password has 8 to 1,024 bytes."},
    {"present_password_wrong", "The present password is not that."},
    {"token_name_rule", "A token's name has 1 to 100 bytes."},
    {"tokens_full", "An account has at most {n} tokens; revoke one first."},
    {"no_account", "There is no such account."},
    {"user_name_taken", "There is an account of that name already."},
    {"account_disabled", "The account is disabled."},
    {"not_in_account", "There is no such thing in this account."},
    {"last_administrator", "The last administrator who can sign in stays; make another one first."},
    {"not_oneself", "Nobody disables their own account; another administrator can."},
    {"role_rule", "The field 'role' is user or admin."},
    {"administrators_only", "Only an administrator may ask this."},
});

}  // namespace

auto account_reasons() -> std::span<const reason_words> { return of_accounts; }

}  // namespace waybill::http
