# Converts a small ledger and compares the result with the claims beside it; a wrong ledger is refused.
#   cmake -DTOOL=tools/ledger-to-jon -DFOLDER=tests/ledger -P convert.cmake

execute_process(COMMAND ${TOOL} ${FOLDER}/small.toml OUTPUT_VARIABLE converted RESULT_VARIABLE status)
file(READ ${FOLDER}/small.claims expected)
if(NOT status EQUAL 0 OR NOT converted STREQUAL expected)
  message(FATAL_ERROR "small.toml became\n${converted}")
endif()

execute_process(COMMAND ${TOOL} ${FOLDER}/group-of-one.toml ERROR_VARIABLE refusal RESULT_VARIABLE status)
if(NOT status EQUAL 1 OR NOT refusal MATCHES "the group 'a-pair' has one member")
  message(FATAL_ERROR "group-of-one.toml was not refused: ${refusal}")
endif()
