# Writes a C++ source that holds the dictionary of columns as text: cmake -DOUT=... -DFILE=... -P embed.cmake
file(READ "${FILE}" bytes)
file(WRITE "${OUT}"
  "#include \"domains/leads/columns/dictionary.hpp\"\n\nnamespace waybill::leads {\n\n"
  "auto lead_columns_json() -> std::string_view { return R\"~waybill~(${bytes})~waybill~\"; }\n\n"
  "}  // namespace waybill::leads\n")
