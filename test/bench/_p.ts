import { defineJob, jobRequest, MemoryQueue, Worker, payloadProgress } from "#jobs";
import { VirtualClock } from "#simulation";
const N=50_000; const numbers=Array.from({length:N},(_,i)=>i);
for (let r=0;r<20;r++){
  global.gc!();
  let done=0; const job=defineJob({name:"e", async perform(_a:number){done++}});
  const clock=new VirtualClock(); const queue=new MemoryQueue({clock});
  const worker=new Worker({clock,queue,jobs:[job],services:undefined});
  const t0=performance.now();
  const reqs=numbers.map((o)=>jobRequest(job,o));
  const t1=performance.now();
  await queue.enqueue(reqs);
  const t2=performance.now();
  const leases=[]; if (0) { for(;;){const l=await queue.lease({leaseMs:1e4}); if(!l)break; leases.push(l)}; const t3=performance.now(); for (const l of leases) await queue.acknowledge(l,[]); const t4=performance.now(); console.log("lease",((t3-t2)/N*1e3).toFixed(2),"ack",((t4-t3)/N*1e3).toFixed(2)); }
  else { while(await worker.performNext()){} const t3=performance.now(); console.log("request",((t1-t0)/N*1e3).toFixed(2),"enqueue",((t2-t1)/N*1e3).toFixed(2),"perform",((t3-t2)/N*1e3).toFixed(2)); }
}
