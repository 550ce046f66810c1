# usage: cmake -DREGENT=PROGRAM -DTRACE=FILE -DOUTPUT=FILE -P emit.cmake
execute_process(COMMAND "${REGENT}" replay "${TRACE}" --test "${OUTPUT}"
  RESULT_VARIABLE status OUTPUT_VARIABLE story ERROR_VARIABLE reason)
if(NOT status EQUAL 1)  # the violation occurs again
  message(FATAL_ERROR "regent replay ${TRACE}: status ${status}\n${reason}")
endif()
