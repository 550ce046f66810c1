# usage: cmake -DPROGRAM=PATH -DTEST=FILTER -DEXPECT=TEXT -P check.cmake
# Succeeds if TEST of PROGRAM fails and says TEXT.
execute_process(COMMAND "${PROGRAM}" "--gtest_filter=${TEST}"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(FIND "${output}" "${EXPECT}" found)
if(NOT status EQUAL 1)
  message(FATAL_ERROR "the emitted test is to fail, and its status is ${status}\n${output}")
endif()
if(found EQUAL -1)
  message(FATAL_ERROR "the emitted test does not say \"${EXPECT}\"\n${output}")
endif()
